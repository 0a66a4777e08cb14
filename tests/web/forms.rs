//! Forms from elsewhere: no other site can act in a person's name.

use punctual::web::access::Access;
use punctual::web::routes;

use super::{ANN, anns_ticket};
use crate::support::app::{TestApp, Who};

/// Somebody whom a route admits.
fn caller(access: Access) -> Who {
    match access {
        Access::Customer => ANN,
        _ => Who::Admin,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_form_of_a_session_needs_its_token() {
    let test = TestApp::sqlite();
    let number = anns_ticket(&test).await;
    let mut seen = 0;
    for entry in routes::entries() {
        if entry.method != "POST" || entry.path.starts_with("/api/") || entry.access == Access::Public {
            continue;
        }
        let path = entry.path.replace("{number}", &number.to_string());
        let path = path.replace("{id}", "018f0000-0000-7000-8000-000000000000");
        let caller = test.api(caller(entry.access));
        let fields = [("text", "x"), ("form_token", "AAAA"), ("status", "closed"), ("severity", "Critical")];
        let answer = caller.submit_raw(&path, &fields).await;
        assert_eq!(answer.status, 403, "{path}: {}", answer.text());
        seen += 1;
    }
    assert!(seen >= 12, "the walk found {seen} forms");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_sent_by_another_site_is_refused_even_with_a_token() {
    let test = TestApp::sqlite();
    let number = anns_ticket(&test).await;
    let path = format!("/desk/tickets/{number}/acknowledge");
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let answer = test.api(Who::Agent).with(name, value).submit(&path, &[]).await;
        assert_eq!(answer.status, 403, "{name}: {value}");
    }
    let fields = [("email", "contact@dms.example"), ("password", "x")];
    test.api(Who::Anonymous)
        .with("sec-fetch-site", "cross-site")
        .submit("/signin", &fields)
        .await
        .expect(403);
    test.api(Who::Agent).with("sec-fetch-site", "same-origin").submit(&path, &[]).await.expect(303);
    test.api(Who::Agent).with("origin", test.address.clone()).submit(&path, &[]).await.expect(303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_of_another_session_is_refused() {
    let test = TestApp::sqlite();
    let number = anns_ticket(&test).await;
    let token = punctual::web::auth::form_token::issue(&test.keys(), "another session");
    let path = format!("/desk/tickets/{number}/acknowledge");
    let fields = [("form_token", token.as_str())];
    let answer = test.api(Who::Agent).submit_raw(&path, &fields).await.expect(403);
    super::assert_reads(&answer.text(), &["Form expired", "reload the page and send it again"]);
}
