//! What every answer carries, and what no page contains.

use super::{ANN, anns_ticket};
use crate::support::app::{TestApp, Who};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_keeps_browsers_strict() {
    let test = TestApp::sqlite();
    for (who, path, status) in [
        (Who::Anonymous, "/signin", 200),
        (Who::Anonymous, "/nothing/here", 404),
        (Who::Anonymous, "/static/nothing.css", 404),
        (Who::Anonymous, "/portal", 303),
        (Who::Anonymous, "/healthz", 200),
        (Who::Anonymous, "/readyz", 200),
        (ANN, "/portal", 200),
        (ANN, "/desk", 403),
        (Who::Agent, "/desk", 200),
        (Who::Agent, "/api/v1/nothing", 404),
    ] {
        let answer = test.api(who).open(path).await.expect(status);
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert!(
            policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"),
            "{path}: {policy}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("x-request-id").len(), 16, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_error_page_shows_the_requests_id_and_a_program_gets_a_problem() {
    let test = TestApp::sqlite();
    let page = test.api(Who::Agent).open("/desk/tickets/99").await.expect(404);
    super::assert_reads(&page.text(), &["Not found", &page.header("x-request-id")]);
    let problem = test.api(Who::Agent).get("/api/v1/nothing").await.expect(404);
    assert_eq!(problem.header("content-type"), "application/problem+json");
    assert_eq!(problem.json()["request_id"], problem.header("x-request-id"));
    let wrong_method = test.api(Who::Agent).submit("/desk", &[]).await.expect(405);
    assert!(wrong_method.header("allow").contains("GET"), "{:?}", wrong_method.headers);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_page_has_inline_script_or_style_and_every_file_it_names_is_there() {
    let test = TestApp::sqlite();
    let number = anns_ticket(&test).await;
    let (portal, desk) = (format!("/portal/tickets/{number}"), format!("/desk/tickets/{number}"));
    for (who, path) in [
        (Who::Anonymous, "/signin"),
        (ANN, "/portal"),
        (ANN, "/portal/report"),
        (ANN, "/portal/agreement"),
        (ANN, &portal),
        (Who::Agent, "/desk"),
        (Who::Agent, &desk),
    ] {
        let page = test.api(who).open(path).await.expect(200).text();
        for forbidden in [" style=", " onclick=", " onload=", "javascript:", "<style", "<script>"] {
            assert!(!page.contains(forbidden), "{path} has {forbidden}");
        }
        for address in page.split('"').filter(|part| part.starts_with("/static/")) {
            let file = test.api(Who::Anonymous).get(address).await.expect(200);
            assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable", "{address}");
        }
        for label in page.split("<input ").skip(1).filter(|input| !input.contains("type=\"hidden\"")) {
            let input = label.split('>').next().unwrap();
            let is_wrapped = input.contains("type=\"radio\"");
            assert!(is_wrapped || input.contains("id=") || input.contains("aria-label="), "{path}: {input}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_people_write_is_never_markup() {
    let test = TestApp::sqlite();
    let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
    let number = super::report(&test, ANN, evil, ["one", "minor", "easy"]).await;
    for (who, path) in [
        (ANN, format!("/portal/tickets/{number}")),
        (ANN, "/portal".to_owned()),
        (Who::Agent, "/desk".to_owned()),
        (Who::Agent, format!("/desk/tickets/{number}")),
        (Who::Agent, "/desk?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%3E".to_owned()),
    ] {
        let page = test.api(who).open(&path).await.expect(200).text();
        assert!(!page.contains("<script>") && !page.contains("<img"), "{path}");
        assert!(page.contains("&#60;script&#62;"), "{path} does not show it at all");
    }
}

#[test]
fn scripts_keep_nothing_in_the_browser() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("static");
    let mut read = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "js") {
            continue;
        }
        let script = std::fs::read_to_string(&path).unwrap();
        for store in ["localStorage", "sessionStorage", "indexedDB", "document.cookie", "caches."] {
            assert!(!script.contains(store), "{} uses {store}", path.display());
        }
        read += 1;
    }
    assert!(read >= 5, "{read} scripts were read");
}
