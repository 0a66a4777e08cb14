//! Mails that came as HTML, looked at by the people of their ticket.

use super::{ANN, STRANGER, assert_reads};
use crate::support::app::{TestApp, Who};

/// A picture of one point.
const PICTURE: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/// A mail with a picture in it, a drawing that only says it is a picture, and a picture from elsewhere.
fn mail() -> String {
    [
        "From: Contact <contact@dms.example>",
        "To: support@provider.example",
        "Subject: Look at this",
        "Content-Type: multipart/related; boundary=r",
        "",
        "--r",
        "Content-Type: text/html; charset=utf-8",
        "",
        "<p onclick=\"evil()\">The <b>red</b> light<script>evil()</script></p><img src=\"cid:light@dms\" alt=light>",
        "<img src=\"cid:drawing@dms\" alt=drawing><img src=\"https://tracker.example/pixel.gif\" alt=pixel>",
        "--r",
        "Content-Type: image/png; name=light.png",
        "Content-ID: <light@dms>",
        "Content-Transfer-Encoding: base64",
        "",
        PICTURE,
        "--r",
        "Content-Type: image/png; name=drawing.png",
        "Content-ID: <drawing@dms>",
        "",
        "<svg xmlns='http://www.w3.org/2000/svg' onload='evil()'/>",
        "--r--",
        "",
    ]
    .join("\r\n")
}

async fn receive(test: &TestApp, mail: String) {
    test.api(Who::Admin).post_bytes("/api/v1/inbound", "message/rfc822", mail).await.expect(202);
    test.tick().await;
}

/// The addresses of this kind on a page.
fn addresses(page: &str, ending: &str) -> Vec<String> {
    let quoted = page.split('"').filter(|part| part.starts_with("/messages/") && part.ends_with(ending));
    quoted.map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn html_is_shown_in_a_frame_without_rights_with_its_own_pictures() {
    let test = TestApp::sqlite();
    receive(&test, mail()).await;
    for (who, page) in [(ANN, "/portal/tickets/1"), (Who::Agent, "/desk/tickets/1")] {
        let page = test.api(who).open(page).await.expect(200).text();
        assert_reads(&page, &["The red light", "As its author laid it out", "Show images from elsewhere"]);
        assert!(page.contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\""), "{page}");
        let frame = addresses(&page, "/html").pop().expect("a frame");
        let answer = test.api(who).open(&frame).await.expect(200);
        let letter = answer.text();
        assert!(letter.contains("The <b>red</b> light"), "{letter}");
        assert!(letter.contains(&format!("src=\"data:image/png;base64,{PICTURE}\"")), "{letter}");
        for forbidden in ["evil", "tracker", "svg", "<script", "cid:"] {
            assert!(!letter.contains(forbidden), "{forbidden} in {letter}");
        }
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        assert!(policy.contains("img-src data:;") && !policy.contains("unsafe"), "{policy}");
        assert!(policy.contains("sandbox allow-popups") && !policy.contains("allow-same-origin"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_from_elsewhere_are_for_the_reader_who_asks_and_fetched_by_nobody_else() {
    let test = TestApp::sqlite();
    receive(&test, mail()).await;
    let page = test.api(Who::Agent).open("/desk/tickets/1").await.text();
    let frame = addresses(&page, "/html").pop().unwrap();
    let asked = test.api(Who::Agent).open(&format!("{frame}?images=remote")).await.expect(200);
    assert!(asked.text().contains("src=\"https://tracker.example/pixel.gif\""), "{}", asked.text());
    assert!(asked.header("content-security-policy").contains("img-src data: https: http:;"));
    assert_eq!(asked.header("referrer-policy"), "no-referrer", "the ticket's address is nobody's business");
    let again = test.api(Who::Agent).open(&frame).await.text();
    assert!(!again.contains("tracker"), "asking once is for once: {again}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_people_of_a_ticket_see_its_mails_and_only_staff_as_they_came() {
    let test = TestApp::sqlite();
    receive(&test, mail()).await;
    let page = test.api(Who::Agent).open("/desk/tickets/1").await.text();
    let (frame, raw) = (addresses(&page, "/html").pop().unwrap(), addresses(&page, "/raw").pop().unwrap());
    test.api(STRANGER).open(&frame).await.expect(404);
    test.api(Who::Agent).open("/messages/018f0000-0000-7000-8000-000000000000/html").await.expect(404);
    assert_eq!(test.api(Who::Agent).open(&raw).await.expect(200).text(), mail(), "byte for byte");
    assert!(test.api(Who::Agent).open(&raw).await.header("content-disposition").starts_with("attachment"));
    test.api(ANN).open(&raw).await.expect(403);
    assert!(addresses(&test.api(ANN).open("/portal/tickets/1").await.text(), "/raw").is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_could_not_be_read_is_said_beside_the_mail_as_it_came() {
    let test = TestApp::sqlite();
    receive(
        &test,
        "From: contact@dms.example\r\nContent-Type: multipart/mixed; boundary=none\r\n\r\nhello".into(),
    )
    .await;
    let page = test.api(Who::Agent).open("/desk/tickets/1").await.expect(200).text();
    assert_reads(&page, &["hello", "says that it has parts, but none were found", "The mail as it came"]);
}
