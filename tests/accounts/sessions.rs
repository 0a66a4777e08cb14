//! Sessions: short tokens, exchanged once, listed, and ended at once.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::app::{PASSWORD, TestApp, Who, on_both_apps};
use crate::support::browser::Browser;

on_both_apps!(
    a_browser_is_given_new_tokens_as_long_as_it_is_used,
    an_old_cookie_that_turns_up_again_ends_the_session_for_both,
    two_requests_at_once_with_the_same_cookies_both_go_on,
    a_program_exchanges_its_refresh_token_and_a_second_use_ends_the_session,
    sessions_are_listed_and_ended_one_by_one_or_all,
    a_change_of_the_account_ends_its_sessions_on_every_node,
);

const EMAIL: &str = "contact@dms.example";

async fn a_browser_is_given_new_tokens_as_long_as_it_is_used(test: TestApp) {
    let mut browser = Browser::new(&test);
    browser.sign_in(EMAIL, PASSWORD).await.expect(303);
    for _ in 0..30 {
        test.app.clock.advance(TimeDelta::hours(5));
        let before = browser.cookie("punctual-refresh").unwrap();
        browser.get("/portal").await.expect(200);
        assert_ne!(browser.cookie("punctual-refresh").unwrap(), before, "a token is good once");
    }
    test.app.clock.advance(TimeDelta::hours(11));
    browser.get("/portal").await.expect(200);
    test.app.clock.advance(TimeDelta::hours(8));
    browser.get("/portal").await.expect(303);

    browser.sign_in(EMAIL, PASSWORD).await.expect(303);
    test.app.clock.advance(TimeDelta::hours(12));
    browser.get("/portal").await.expect(303);
}

async fn an_old_cookie_that_turns_up_again_ends_the_session_for_both(test: TestApp) {
    let mut owner = Browser::new(&test);
    owner.sign_in(EMAIL, PASSWORD).await.expect(303);
    let mut thief = owner.clone();
    test.app.clock.advance(TimeDelta::minutes(11));
    owner.get("/portal").await.expect(200);
    test.app.clock.advance(TimeDelta::minutes(2));
    thief.get("/portal").await.expect(303);
    owner.get("/portal").await.expect(303);
}

async fn two_requests_at_once_with_the_same_cookies_both_go_on(test: TestApp) {
    let mut browser = Browser::new(&test);
    browser.sign_in(EMAIL, PASSWORD).await.expect(303);
    test.app.clock.advance(TimeDelta::minutes(11));
    let mut tab = browser.clone();
    browser.get("/portal").await.expect(200);
    tab.get("/portal/report").await.expect(200);
    assert_eq!(tab.cookie("punctual-refresh"), browser.cookie("punctual-refresh"));
}

async fn begin(test: &TestApp) -> Value {
    let credentials = json!({ "email": EMAIL, "password": PASSWORD });
    test.api(Who::Anonymous).post("/api/v1/sessions", credentials).await.expect(201).json()
}

fn bearer(session: &Value) -> String {
    format!("Bearer {}", session["token"].as_str().unwrap())
}

async fn a_program_exchanges_its_refresh_token_and_a_second_use_ends_the_session(test: TestApp) {
    let first = begin(&test).await;
    let refresh = |session: &Value| json!({ "refresh_token": session["refresh_token"] });
    let nobody = test.api(Who::Anonymous);
    let second = nobody.post("/api/v1/sessions/refresh", refresh(&first)).await.expect(200).json();
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    let me = |session: &Value| {
        let bearer = bearer(session);
        let caller = test.api(Who::Anonymous).with("authorization", bearer);
        async move { caller.get("/api/v1/me").await.status }
    };
    assert_eq!((me(&first).await, me(&second).await), (200, 200));
    nobody.post("/api/v1/sessions/refresh", refresh(&first)).await.expect(401);
    assert_eq!((me(&first).await, me(&second).await), (401, 401));
    nobody.post("/api/v1/sessions/refresh", refresh(&second)).await.expect(401);
    nobody.post("/api/v1/sessions/refresh", json!({ "refresh_token": "made.1.up" })).await.expect(401);
}

async fn sessions_are_listed_and_ended_one_by_one_or_all(test: TestApp) {
    let (laptop, phone, tablet) = (begin(&test).await, begin(&test).await, begin(&test).await);
    let call = |session: &Value| test.api(Who::Anonymous).with("authorization", bearer(session));
    let list = call(&laptop).get("/api/v1/sessions").await.expect(200).json();
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 3);
    assert_eq!(items.iter().filter(|item| item["is_current"] == true).count(), 1);
    assert_eq!(items[0]["network"], "127.0.0.x");

    let of_phone = call(&phone).get("/api/v1/sessions").await.json();
    let current = of_phone["items"].as_array().unwrap().iter().find(|item| item["is_current"] == true);
    let place = format!("/api/v1/sessions/{}", current.unwrap()["id"].as_str().unwrap());
    test.api(Who::Customer("teamplify")).delete(&place).await.expect(404);
    test.api(Who::Admin).delete(&place).await.expect(404);
    call(&laptop).delete(&place).await.expect(204);
    call(&phone).get("/api/v1/me").await.expect(401);
    call(&laptop).delete(&place).await.expect(404);
    call(&laptop).delete("/api/v1/sessions").await.expect(204);
    call(&tablet).get("/api/v1/me").await.expect(401);
    call(&laptop).get("/api/v1/me").await.expect(200);
}

/// Another node on the same database asks it at each request, so nothing has to be told.
async fn a_change_of_the_account_ends_its_sessions_on_every_node(test: TestApp) {
    let path = format!("/api/v1/people/{}", test.person(Who::Agent).id);
    let role = |role: &str| {
        json!({ "name": "Ada", "role": role, "team_id": null, "time_zone": "Europe/London",
            "receives_breach_notices": false })
    };
    let node = test.another_node();
    for (method, end, body) in [
        ("PUT", "", role("manager")),
        ("POST", "/sign-in-reset", json!({ "password": "a rather different sentence" })),
        ("PUT", "/access", json!({ "is_active": false })),
    ] {
        let mut browser = Browser::new(&node);
        browser.begin(Who::Agent);
        browser.get("/desk").await.expect(200);
        let admin = test.api(Who::Admin);
        let place = format!("{path}{end}");
        let answer = match method {
            "PUT" => admin.put(&place, body).await,
            _ => admin.post(&place, body).await,
        };
        assert!(answer.status < 300, "{place}: {}", answer.text());
        browser.get("/desk").await.expect(303);
    }
}
