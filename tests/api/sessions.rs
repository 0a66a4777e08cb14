//! Sessions outlive the process, and end when they should.

use serde_json::json;

use crate::support::app::{PASSWORD, TestApp, Who, on_both_apps};

on_both_apps!(a_token_outlives_a_restart, a_cookie_alone_changes_nothing);

async fn a_token_outlives_a_restart(test: TestApp) {
    let credentials = json!({ "email": "manager@provider.example", "password": PASSWORD });
    let session = test.api(Who::Anonymous).post("/api/v1/sessions", credentials).await.expect(201).json();
    assert_eq!(session["expires_at"], "2026-11-23T10:10:00Z");
    let bearer = format!("Bearer {}", session["token"].as_str().unwrap());
    let test = test.restart();
    let call = || test.api(Who::Anonymous).with("authorization", &bearer);
    assert_eq!(call().get("/api/v1/me").await.expect(200).json()["role"], "manager");
    test.at("2026-11-23T10:10:00Z").await;
    call().get("/api/v1/me").await.expect(401);
}

async fn a_cookie_alone_changes_nothing(test: TestApp) {
    let customer = test.api(Who::Customer("dms"));
    customer.open("/api/v1/me").await.expect(200);
    // A browser sends the cookie for other sites’ forms too; without the session’s token nothing is changed.
    customer.submit("/api/v1/tickets", &[("subject", "x"), ("text", "y")]).await.expect(403);
    assert_eq!(customer.get("/api/v1/tickets").await.json()["items"], json!([]));
}
