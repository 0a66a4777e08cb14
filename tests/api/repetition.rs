//! A program that got no answer may send its report again.

use reqwest::multipart::{Form, Part};
use serde_json::json;

use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(a_report_sent_again_opens_no_second_ticket, many_at_once_open_one_ticket);

const ACME: Who = Who::Customer("dms");

async fn a_report_sent_again_opens_no_second_ticket(test: TestApp) {
    let report = json!({ "subject": "Nothing works", "text": "Since this morning." });
    let send = |who, key: &'static str, body| {
        let caller = test.api(who).with("idempotency-key", key);
        async move { caller.post("/api/v1/tickets", body).await }
    };
    let first = send(ACME, "a1", report.clone()).await.expect(201);
    let second = send(ACME, "a1", report.clone()).await.expect(201);
    assert_eq!(first.header("location"), second.header("location"));
    assert_ne!(
        send(ACME, "a2", report.clone()).await.expect(201).header("location"),
        first.header("location")
    );
    let other = json!({ "subject": "Nothing works", "text": "Since yesterday." });
    assert_eq!(send(ACME, "a1", other).await.expect(422).faulty_fields(), ["Idempotency-Key"]);
    assert_eq!(send(ACME, "a 3", report.clone()).await.expect(422).faulty_fields(), ["Idempotency-Key"]);
    let stranger = send(Who::Customer("teamplify"), "a1", report).await.expect(201);
    assert_ne!(stranger.header("location"), first.header("location"), "each sender has keys of their own");

    let form = |bytes: &'static [u8]| {
        Form::new().text("subject", "x").text("text", "y").part("file", Part::bytes(bytes).file_name("a.log"))
    };
    let with_file = || test.api(ACME).with("idempotency-key", "f1");
    with_file().post_multipart("/api/v1/tickets", form(b"one")).await.expect(201);
    with_file().post_multipart("/api/v1/tickets", form(b"one")).await.expect(201);
    with_file().post_multipart("/api/v1/tickets", form(b"two")).await.expect(422);

    let refused = json!({ "subject": "", "text": "y" });
    send(ACME, "late", refused).await.expect(422);
    send(ACME, "late", json!({ "subject": "Now with one", "text": "y" })).await.expect(201);
    let all = test.api(Who::Agent).get("/api/v1/tickets").await.expect(200).json();
    assert_eq!(all["items"].as_array().unwrap().len(), 5, "{all}");
}

async fn many_at_once_open_one_ticket(test: TestApp) {
    let report = json!({ "subject": "Nothing works", "text": "Since this morning." });
    let caller = test.api(ACME).with("idempotency-key", "rush");
    let sent = (0..8).map(|_| caller.post("/api/v1/tickets", report.clone()));
    let answers = futures_util::future::join_all(sent).await;
    let places: Vec<_> = answers.into_iter().map(|answer| answer.expect(201).header("location")).collect();
    assert!(places.iter().all(|place| *place == places[0]), "{places:?}");
    test.tick().await;
    assert_eq!(test.mails().len(), 1, "one acknowledgement");
}
