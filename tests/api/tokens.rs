//! Programs that call the API with a token: what it opens, and when it stops.

use punctual::domain::Role;
use punctual::web::routes;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::caller::Answer;

on_both_apps!(
    a_token_acts_for_its_person_until_it_is_revoked,
    a_token_opens_every_route_that_its_person_may_call_and_no_page,
    a_token_ends_by_itself_and_with_its_person,
    tokens_that_open_nothing_are_throttled_apart_from_good_ones_and_sign_ins,
    an_administrator_makes_and_revokes_a_token_in_the_browser,
);

/// Makes a token for somebody; gives its id and secret.
async fn made(test: &TestApp, who: Who, scope: &str, more: Value) -> (String, String) {
    let mut body = json!({ "person_id": test.person(who).id, "name": "Robot", "scope": scope });
    body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    let made = test.api(Who::Admin).post("/api/v1/api-tokens", body).await.expect(201).json();
    (made["id"].as_str().unwrap().to_owned(), made["token"].as_str().unwrap().to_owned())
}

async fn call(test: &TestApp, token: &str, method: Method, path: &str, body: Value) -> Answer {
    let is_read = method == Method::GET;
    let fill = |request: reqwest::RequestBuilder| {
        let request = request.bearer_auth(token);
        if is_read { request } else { request.json(&body) }
    };
    test.api(Who::Anonymous).send(method, path, fill).await
}

async fn me(test: &TestApp, token: &str) -> Answer {
    call(test, token, Method::GET, "/api/v1/me", Value::Null).await
}

async fn a_token_acts_for_its_person_until_it_is_revoked(test: TestApp) {
    let admin = test.api(Who::Admin);
    let nobody = "018f0000-0000-7000-8000-000000000000";
    for (wrong, field) in [
        (json!({ "name": " " }), "name"),
        (json!({ "person_id": nobody }), "person_id"),
        (json!({ "scope": "all" }), "scope"),
        (json!({ "expires_at": "2026-11-23T10:00:00Z" }), "expires_at"),
    ] {
        let mut body = json!({ "person_id": test.person(Who::Agent).id, "name": "Robot", "scope": "read" });
        body.as_object_mut().unwrap().extend(wrong.as_object().cloned().unwrap());
        let refused = admin.post("/api/v1/api-tokens", body).await.expect(422);
        assert_eq!(refused.faulty_fields(), [field]);
    }
    let (id, token) = made(&test, Who::Agent, "write", json!({})).await;
    assert_eq!(me(&test, &token).await.expect(200).json()["email"], "agent@provider.example");

    let report = json!({ "subject": "Nothing works", "text": "Since this morning." });
    test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
    let reply = json!({ "text": "We are on it." });
    let path = "/api/v1/tickets/1/replies";
    call(&test, &token, Method::POST, path, reply.clone()).await.expect(201);
    let (_, reading) = made(&test, Who::Agent, "read", json!({})).await;
    call(&test, &reading, Method::GET, "/api/v1/tickets/1", Value::Null).await.expect(200);
    let refused = call(&test, &reading, Method::POST, path, reply.clone()).await.expect(403).json();
    assert!(refused["detail"].as_str().unwrap().starts_with("This token may only read."), "{refused}");

    test.at("2026-11-24T08:00:00Z").await;
    me(&test, &token).await.expect(200);
    test.at("2026-11-24T09:00:00Z").await;
    me(&test, &token).await.expect(200);
    let listed = admin.get("/api/v1/api-tokens").await.expect(200);
    assert!(!listed.text().contains(&token), "it is shown once");
    let line =
        listed.json()["items"].as_array().unwrap().iter().find(|one| one["id"] == *id).cloned().unwrap();
    assert_eq!((&line["last_used_at"], &line["revoked_at"]), (&json!("2026-11-24T08:00:00Z"), &Value::Null));

    let place = format!("/api/v1/api-tokens/{id}");
    for _ in 0..2 {
        admin.delete(&place).await.expect(204);
    }
    let refused = me(&test, &token).await.expect(401);
    assert_eq!(refused.header("www-authenticate"), "Bearer");
    admin.delete(&format!("/api/v1/api-tokens/{nobody}")).await.expect(404);
    let log = admin.open("/admin/audit").await.expect(200).text();
    assert!(log.contains("API token added") && log.contains("API token revoked"), "the audit log has both");
    assert!(log.contains("Robot") && !log.contains(&*id), "and calls the token by its name: {log}");
}

async fn a_token_opens_every_route_that_its_person_may_call_and_no_page(test: TestApp) {
    let report = json!({ "subject": "Nothing works", "text": "Since this morning." });
    test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
    for (who, role) in
        [(Who::Customer("dms"), Role::Customer), (Who::Agent, Role::Agent), (Who::Admin, Role::Admin)]
    {
        let (_, token) = made(&test, who, "write", json!({})).await;
        for entry in routes::entries() {
            let path = entry.path.replace("{number}", "1").replace("{key}", "dms").replace("{id}", "nothing");
            let method = Method::from_bytes(entry.method.as_str().as_bytes()).unwrap();
            let is_public = entry.access.admits(None);
            if is_public {
                continue;
            }
            let answer = call(&test, &token, method.clone(), &path, json!({})).await;
            let called = format!("{method} {path} by a token of {who:?}: {}", answer.status);
            let opens = entry.access.admits(Some(role)) && !entry.access.is_in_person();
            match (path.starts_with("/api/"), opens) {
                (false, _) => assert!(matches!(answer.status, 401 | 303), "{called}"),
                (true, true) => {
                    assert!(!matches!(answer.status, 401 | 403 | 405) && answer.status < 500, "{called}")
                }
                (true, false) => assert_eq!(answer.status, 403, "{called}"),
            }
        }
    }
}

async fn a_token_ends_by_itself_and_with_its_person(test: TestApp) {
    let (_, short) = made(&test, Who::Agent, "read", json!({ "expires_at": "2026-11-23T11:00:00Z" })).await;
    let (_, long) = made(&test, Who::Backup, "read", json!({})).await;
    let (_, managing) = made(&test, Who::Manager, "read", json!({})).await;
    test.at("2026-11-23T10:59:59Z").await;
    me(&test, &short).await.expect(200);
    test.at("2026-11-23T11:00:00Z").await;
    let ended = me(&test, &short).await.expect(401);
    let (answered, unknown) = (ended.text(), me(&test, &format!("papi_{}", "0".repeat(64))).await);
    let same = |text: String, answer: &Answer| text.replace(&answer.header("x-request-id"), "");
    assert_eq!(
        same(answered, &ended),
        same(unknown.text(), &unknown),
        "an old one answers as an unknown one"
    );

    let access = |who| format!("/api/v1/people/{}/access", test.person(who).id);
    let admin = test.api(Who::Admin);
    admin.put(&access(Who::Backup), json!({ "is_active": false })).await.expect(200);
    me(&test, &long).await.expect(401);
    admin.put(&access(Who::Backup), json!({ "is_active": true })).await.expect(200);
    me(&test, &long).await.expect(200);

    let breaches = async || call(&test, &managing, Method::GET, "/api/v1/breaches", Value::Null).await;
    breaches().await.expect(200);
    let place = format!("/api/v1/people/{}", test.person(Who::Manager).id);
    let demoted = json!({
        "name": "Mo", "role": "agent", "team_id": null, "time_zone": "Europe/London", "receives_breach_notices": false,
    });
    admin.put(&place, demoted).await.expect(200);
    breaches().await.expect(403);
}

async fn tokens_that_open_nothing_are_throttled_apart_from_good_ones_and_sign_ins(test: TestApp) {
    let (_, good) = made(&test, Who::Agent, "read", json!({})).await;
    let bad = format!("papi_{}", "0".repeat(64));
    for _ in 0..50 {
        me(&test, &bad).await.expect(401);
    }
    let refused = me(&test, &bad).await.expect(429);
    assert!(refused.header("retry-after").parse::<u32>().unwrap() > 0);
    me(&test, &good).await.expect(200);
    let password = json!({ "email": "agent@provider.example", "password": crate::support::app::PASSWORD });
    test.api(Who::Anonymous).post("/api/v1/sessions", password).await.expect(201);
    test.at("2026-11-23T10:16:00Z").await;
    me(&test, &bad).await.expect(401);
}

async fn an_administrator_makes_and_revokes_a_token_in_the_browser(test: TestApp) {
    let (admin, page) = (test.api(Who::Admin), "/admin/api-tokens");
    let form =
        [("name", "Reports"), ("person", "manager@provider.example"), ("scope", "read"), ("life", "30")];
    for (field, wrong) in
        [("name", " "), ("person", "nobody@provider.example"), ("scope", "x"), ("life", "31")]
    {
        let typed = form.map(|(name, value)| (name, if name == field { wrong } else { value }));
        let refused = admin.submit(page, &typed).await.expect(422).text();
        assert!(refused.contains("aria-invalid") && !refused.contains("papi_"), "{field}");
    }
    let made = admin.submit(page, &form).await.expect(200).text();
    let start = made.find("papi_").expect("it is shown");
    let token = &made[start..start + 69];
    me(&test, token).await.expect(200);
    let again = admin.open(page).await.expect(200).text();
    assert!(again.contains("Reports") && !again.contains(token), "it is shown once");
    assert!(
        again.contains("last used on 23 November 2026") && again.contains("ends on 23 December 2026"),
        "{again}"
    );
    let id = admin.get("/api/v1/api-tokens").await.expect(200).json()["items"][0]["id"].clone();
    admin.submit(&format!("{page}/{}/revoke", id.as_str().unwrap()), &[]).await.expect(303);
    me(&test, token).await.expect(401);
    assert!(!admin.open(page).await.expect(200).text().contains("Reports"));
}
