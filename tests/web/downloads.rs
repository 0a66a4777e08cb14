//! Files: uploaded with a report, downloaded by whoever may.

use super::{ANN, STRANGER, assert_reads};
use crate::support::app::{TestApp, Who};
use crate::support::caller::Answer;

const EVIL: &[u8] = b"<html><script>alert(document.cookie)</script></html>";

async fn report_with(test: &TestApp, files: &[(&str, &str, Vec<u8>)]) -> Answer {
    let fields = [
        ("subject", "With a file"),
        ("text", "See the file."),
        ("affected", "one"),
        ("impact", "minor"),
        ("workaround", "easy"),
    ];
    test.api(ANN).upload("/portal/report", &fields, files).await
}

/// The addresses of the files on a page.
fn files(page: &str) -> Vec<String> {
    let places = page.split("href=\"/attachments/").skip(1).filter_map(|rest| rest.split('"').next());
    places.map(|id| format!("/attachments/{id}")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_always_a_download_and_only_for_its_own_people() {
    let test = TestApp::sqlite();
    let sent =
        report_with(&test, &[("../../evil\u{202e}.html", "text/html", EVIL.to_vec())]).await.expect(303);
    let page = test.api(ANN).open(&sent.header("location")).await.expect(200).text();
    let file = files(&page).pop().expect("the file is on the page");
    for who in [ANN, Who::Agent] {
        let answer = test.api(who).open(&file).await.expect(200);
        assert_eq!(answer.bytes, EVIL);
        assert_eq!(answer.header("content-type"), "application/octet-stream");
        assert!(answer.header("content-disposition").starts_with("attachment; filename=\"evil.html\""));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox");
    }
    let missing = "/attachments/018f0000-0000-7000-8000-000000000000";
    for path in [file.as_str(), missing, "/attachments/nonsense"] {
        test.api(STRANGER).open(path).await.expect(404);
    }
    test.api(Who::Anonymous).get(&file).await.expect(303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_file_of_a_note_is_for_staff() {
    let test = TestApp::sqlite();
    let number = super::anns_ticket(&test).await;
    let path = format!("/desk/tickets/{number}/message");
    let fields = [("kind", "note"), ("text", "Our log")];
    test.api(Who::Agent)
        .upload(&path, &fields, &[("log.txt", "text/plain", b"secret".to_vec())])
        .await
        .expect(303);
    let page = test.api(Who::Agent).open(&format!("/desk/tickets/{number}")).await.text();
    let file = files(&page).pop().unwrap();
    test.api(Who::Agent).open(&file).await.expect(200);
    test.api(ANN).open(&file).await.expect(404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_much_is_refused_and_nothing_is_opened() {
    let test = TestApp::sqlite();
    let many: Vec<_> = (0..21).map(|_| ("a.txt", "text/plain", b"a".to_vec())).collect();
    let answer = report_with(&test, &many).await.expect(413);
    assert_reads(&answer.text(), &["Too large", "at most 20 files"]);
    let list = test.api(ANN).open("/portal").await.text();
    assert_reads(&list, &["Nothing is open"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_file_field_is_no_file() {
    let test = TestApp::sqlite();
    let sent = report_with(&test, &[("", "application/octet-stream", Vec::new())]).await.expect(303);
    let page = test.api(ANN).open(&sent.header("location")).await.expect(200).text();
    assert!(files(&page).is_empty());
}
