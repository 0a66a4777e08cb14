//! Files of messages: sent with the form fields, got back byte by byte, by those who may read the message.

use reqwest::multipart::{Form, Part};

use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(a_file_comes_back_as_it_was_sent);

async fn a_file_comes_back_as_it_was_sent(test: TestApp) {
    let customer = Who::Customer("dms");
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let form =
        Form::new().text("subject", "It crashes").text("text", "See the log.").text("impact", "major").part(
            "file",
            Part::bytes(bytes.clone()).file_name("../crash <1>.log").mime_str("text/html").unwrap(),
        );
    let opened = test.api(customer).post_multipart("/api/v1/tickets", form).await.expect(201).json();
    assert_eq!(opened["answers"]["impact"], "major");
    let file = &opened["messages"][0]["attachments"][0];
    assert_eq!(file["file_name"], "crash 1.log");
    assert_eq!(file["size"], 100_000);
    let path = format!("/api/v1/attachments/{}", file["id"].as_str().unwrap());
    for who in [customer, Who::Agent] {
        let got = test.api(who).get(&path).await.expect(200);
        assert_eq!(got.bytes, bytes);
        assert_eq!(got.header("content-type"), "application/octet-stream");
        assert!(got.header("content-disposition").starts_with("attachment; filename=\"crash 1.log\""));
    }
    test.api(Who::Customer("teamplify")).get(&path).await.expect(404);
    test.api(Who::Anonymous).get(&path).await.expect(401);

    let note = Form::new().text("text", "x").text("colour", "red");
    let refused = test.api(customer).post_multipart("/api/v1/tickets/1/replies", note).await.expect(422);
    assert_eq!(refused.faulty_fields(), ["colour"]);
}
