//! Every route of the product, called by six kinds of caller, does what the routes' table says.

use punctual::domain::Role;
use punctual::web::access::Access;
use punctual::web::routes;
use reqwest::Method;
use serde_json::json;

use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    every_route_lets_in_whom_the_table_says,
    a_foreign_id_and_a_missing_one_answer_alike_byte_for_byte
);

/// What takes a right beside the role, which no customer of the demonstration has: `web::contacts` gives it.
const BY_RIGHT: [&str; 1] = ["POST /portal/contacts"];

const CALLERS: [Who; 6] =
    [Who::Anonymous, Who::Customer("dms"), Who::Customer("teamplify"), Who::Agent, Who::Manager, Who::Admin];

async fn every_route_lets_in_whom_the_table_says(test: TestApp) {
    let report = json!({ "subject": "Nothing works", "text": "Since this morning." });
    let place = test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
    let number = place.json()["number"].to_string();
    for entry in routes::entries() {
        for who in CALLERS {
            let path = entry.path.replace("{number}", &number).replace("{key}", "dms");
            let path = path.replace("{id}", "nothing").replace("{token}", "x").replace("{name:.*}", "x");
            let method = Method::from_bytes(entry.method.as_str().as_bytes()).unwrap();
            let is_api = path.starts_with("/api/");
            let answer = test
                .api(who)
                .send(method.clone(), &path, |request| match (method == Method::GET, is_api) {
                    (true, _) => request,
                    (false, true) => request.json(&json!({})),
                    (false, false) => request.form(&[("x", "y")]),
                })
                .await;
            let role = who.email().map(|_| test.person(who).role);
            let called = format!("{method} {path} by {who:?}");
            let sent_to_sign_in = answer.header("location").starts_with("/signin");
            let lacks_right =
                role == Some(Role::Customer) && BY_RIGHT.contains(&format!("{method} {path}").as_str());
            match (entry.access.admits(role), role) {
                (true, _) if lacks_right => assert_eq!(answer.status, 403, "{called}"),
                (true, _) => {
                    assert!(!matches!(answer.status, 401 | 403 | 405), "{called}: {}", answer.status);
                    assert!(answer.status < 500, "{called}: {}", answer.text());
                }
                (false, None) if method == Method::GET && !is_api => assert!(sent_to_sign_in, "{called}"),
                (false, None) => assert_eq!(answer.status, 401, "{called}"),
                (false, Some(_)) => assert_eq!(answer.status, 403, "{called}"),
            }
            let is_theirs = entry.path.contains("{number}") || entry.path.contains("{key}");
            if who == Who::Customer("teamplify") && is_theirs && entry.access.admits(role) {
                // What is sent is looked at first, so that a missing ticket and a stranger's answer alike.
                assert!(matches!(answer.status, 404 | 415 | 422), "{called}: {}", answer.text());
            }
        }
    }
}

#[test]
fn nothing_of_the_api_is_open_to_everybody_but_signing_in_and_the_description() {
    let open: Vec<_> = punctual::web::api::entries()
        .into_iter()
        .filter(|entry| entry.access == Access::Public)
        .map(|entry| format!("{} {}", entry.method, entry.path))
        .collect();
    assert_eq!(open, ["GET /api/v1/openapi.json", "POST /api/v1/sessions", "POST /api/v1/sessions/refresh"]);
}

/// What differs from one request to the next is its id alone.
async fn a_foreign_id_and_a_missing_one_answer_alike_byte_for_byte(test: TestApp) {
    const MISSING: &str = "018f0000-0000-7000-8000-000000000000";
    let report = json!({ "subject": "Nothing works", "text": "Since this morning." });
    let place = test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
    let number = place.json()["number"].to_string();
    let session = test.session(&test.person(Who::Customer("dms"))).id.to_string();
    let mut compared = 0;
    for entry in routes::entries() {
        for (name, foreign, missing) in [("{number}", &number, "999999"), ("{id}", &session, MISSING)] {
            if !entry.path.contains(name) || !entry.access.admits(Some(Role::Customer)) {
                continue;
            }
            let mut answers = Vec::new();
            for value in [foreign.as_str(), missing] {
                let path = entry.path.replace(name, value);
                let stranger = test.api(Who::Customer("teamplify"));
                let answer = match (entry.method.as_str(), path.starts_with("/api/")) {
                    ("GET", _) => stranger.open(&path).await,
                    ("DELETE", _) => stranger.delete(&path).await,
                    ("PUT", _) => stranger.put(&path, json!({ "text": "x" })).await,
                    (_, true) => stranger.post(&path, json!({ "text": "x" })).await,
                    (_, false) => stranger.submit(&path, &[("text", "x")]).await,
                };
                assert!(answer.status >= 400, "{path}: {}", answer.status);
                let id = answer.header("x-request-id");
                answers.push((answer.status, answer.text().replace(&id, "")));
            }
            assert_eq!(answers[0], answers[1], "{} {}", entry.method, entry.path);
            compared += 1;
        }
    }
    assert!(compared >= 8, "{compared} routes were compared");
}
