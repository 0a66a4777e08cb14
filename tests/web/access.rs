//! Who may open which page, compared with the routes' table.

use punctual::web::routes;

use super::{ANN, anns_ticket};
use crate::support::app::{TestApp, Who};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_admits_whom_the_table_says() {
    let test = TestApp::sqlite();
    let number = anns_ticket(&test).await;
    for entry in routes::entries() {
        let is_page = !entry.path.starts_with("/api/") && !entry.path.starts_with("/static/");
        if entry.method != "GET" || !is_page {
            continue;
        }
        let path = entry.path.replace("{number}", &number.to_string());
        for who in [Who::Anonymous, ANN, Who::Agent, Who::Manager, Who::Admin] {
            let role = who.email().map(|_| test.person(who).role);
            let answer = test.api(who).open(&path).await;
            let to_sign_in = answer.status == 303 && answer.header("location").starts_with("/signin");
            // The second step is for who has taken the first, and nobody here is about to sign in.
            if matches!(entry.path, "/signin/code" | "/signin/enrol") {
                assert!(to_sign_in, "{who:?} at {path}: {}", answer.status);
                continue;
            }
            let is_refused = answer.status == 403 || to_sign_in;
            assert_eq!(!is_refused, entry.access.admits(role), "{who:?} at {path}: {}", answer.status);
            assert!(answer.status < 500, "{who:?} at {path}: {}", answer.text());
        }
    }
}
