//! What can't be done is said so that a program's author can mend it, and nothing is half written.

use serde_json::{Value, json};

use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    bad_input_names_its_field,
    every_fault_is_told_at_once_in_plain_words,
    what_is_wrong_for_different_reasons_is_told_at_once,
    what_cannot_be_read,
    a_stranger_and_nothing_look_alike
);

const ACME: Who = Who::Customer("dms");

fn report() -> Value {
    json!({ "subject": "Nothing works", "text": "Since this morning." })
}

async fn bad_input_names_its_field(test: TestApp) {
    let place = test.api(ACME).post("/api/v1/tickets", report()).await.expect(201).header("location");
    let with = |field: &str, value: Value| {
        let mut body = report();
        body[field] = value;
        body
    };
    let customer = test.api(ACME);
    for (body, field) in [
        (json!({ "text": "x" }), "subject"),
        (json!({ "subject": "x" }), "text"),
        (with("subject", json!(5)), "subject"),
        (with("subject", json!("  ")), "subject"),
        (with("subject", json!("x".repeat(251))), "subject"),
        (with("text", json!("")), "text"),
        (with("text", json!("x".repeat(1_000_001))), "text"),
        (with("severity", json!("S9")), "severity"),
        (with("affected", json!("all")), "affected"),
        (with("organization", json!("Customer on teamplify")), "organization"),
        (json!(["x", "y"]), ""),
    ] {
        let answer = customer.post("/api/v1/tickets", body.clone()).await.expect(422);
        assert_eq!(answer.faulty_fields(), [field], "{}", answer.text());
    }
    let agent = test.api(Who::Agent);
    for (path, body, field) in [
        ("assignee", json!({}), "assignee_id"),
        ("assignee", json!({ "assignee_id": "nobody" }), "assignee_id"),
        ("assignee", json!({ "assignee_id": "01932c3e-0000-7000-8000-000000000000" }), "assignee_id"),
        ("severity", json!({ "severity": "High", "reason": " " }), "reason"),
        ("severity", json!({ "severity": "Highest", "reason": "x" }), "severity"),
        ("status", json!({ "status": "done" }), "status"),
        ("status", json!({ "status": "closed" }), "status"),
        ("status", json!({ "status": "open", "force": true }), "force"),
    ] {
        let answer = agent.put(&format!("{place}/{path}"), body.clone()).await.expect(422);
        assert_eq!(answer.faulty_fields(), [field], "{path} {body}: {}", answer.text());
    }
    for query in
        ["status=opne", "limit=0", "assignee=you", "sort=age", "cursor=x", "colour=red", "created_from=now"]
    {
        let answer = agent.get(&format!("/api/v1/tickets?{query}")).await.expect(422);
        assert_eq!(answer.faulty_fields(), [query.split('=').next().unwrap()], "{query}");
    }
    let left = agent.get("/api/v1/tickets").await.expect(200).json();
    assert_eq!(left["items"].as_array().unwrap().len(), 1, "nothing that was refused left a ticket: {left}");
    let untouched = agent.get(&place).await.expect(200).json();
    assert_eq!(untouched["version"], left["items"][0]["version"]);
    assert_eq!(untouched["status"], "open");
}

async fn every_fault_is_told_at_once_in_plain_words(test: TestApp) {
    let place = test.api(ACME).post("/api/v1/tickets", report()).await.expect(201).header("location");
    let (agent, customer) = (test.api(Who::Agent), test.api(ACME));
    let answers = [
        (
            agent.put(&format!("{place}/status"), json!({ "status": "opn", "force": true })).await,
            "force: There is no field of this name here, only status. \
             status: “opn” is none of open, waiting_on_customer, resolved, closed.",
        ),
        (
            customer.post("/api/v1/tickets", json!({ "text": 5, "affected": "all", "colour": "red" })).await,
            "affected: “all” is none of everyone, several, one, nobody. \
             colour: There is no field of this name here, only subject, text, affected, impact, workaround, severity, \
             requester, requester_name, received_at. subject: This field is missing. text: Send text, not the number 5.",
        ),
        (
            agent
                .get("/api/v1/tickets?status=open,opn&limit=0&breached=1&created_from=soon&team=night")
                .await,
            "breached: Write true or false. \
             created_from: Write a date such as 2026-11-23, or, where a time belongs to it, 2026-11-23T09:00:00Z. \
             limit: Write a number from 1 to 200. \
             status: “opn” is none of open, waiting_on_customer, resolved, closed. \
             team: Write an id, as other answers name it.",
        ),
        (
            customer.get("/api/v1/tickets?snoozed=true&following=true").await,
            "following: Only the provider’s people can ask for this. snoozed: Only the provider’s people can ask for this.",
        ),
    ];
    for (answer, told) in answers {
        assert_eq!(answer.expect(422).json()["detail"], told);
    }
}

/// An id that nothing has.
const NOTHING: &str = "01932c3e-0000-7000-8000-000000000000";

async fn what_is_wrong_for_different_reasons_is_told_at_once(test: TestApp) {
    let place = test.api(ACME).post("/api/v1/tickets", report()).await.expect(201).header("location");
    let (admin, agent, customer) = (test.api(Who::Admin), test.api(Who::Agent), test.api(ACME));
    let rotas = admin.get("/api/v1/rotas").await.expect(200).json();
    let staff = test.person(Who::Backup).email.to_string();
    let answers = [
        (
            customer.post("/api/v1/tickets", json!({ "subject": " ", "text": "", "severity": "S9" })).await,
            "subject text severity",
        ),
        (
            agent
                .post(
                    "/api/v1/tickets",
                    json!({ "subject": "x", "text": "x", "requester": "contact@dms.example", "severity": "S9",
                        "received_at": "soon" }),
                )
                .await,
            "received_at severity",
        ),
        (
            agent.post("/api/v1/tickets", json!({ "subject": " ", "text": "x", "requester": "nobody" })).await,
            "requester subject",
        ),
        (
            agent.post("/api/v1/tickets", json!({ "subject": "x", "text": "", "requester": staff })).await,
            "requester text",
        ),
        (
            agent
                .post(
                    "/api/v1/tickets",
                    json!({ "subject": "x", "text": "x", "requester": "contact@dms.example", "severity": "S9",
                        "received_at": "2020-01-01T00:00:00Z" }),
                )
                .await,
            "severity received_at",
        ),
        (
            admin
                .post(
                    "/api/v1/organizations",
                    json!({ "name": "Customer on dms", "contract": "none", "domains": ["dms.example", "com"],
                        "time_zone": "Mars/Base", "team_id": NOTHING }),
                )
                .await,
            "time_zone team_id name contract domains domains",
        ),
        (
            admin
                .post(
                    "/api/v1/people",
                    json!({ "email": "zoe", "name": " ", "role": "customer", "organization_id": NOTHING,
                        "password": "short" }),
                )
                .await,
            "email password organization_id name",
        ),
        (
            admin
                .put(
                    &format!("/api/v1/people/{}", test.person(Who::Admin).id),
                    json!({ "name": " ", "role": "agent", "team_id": null, "time_zone": "Mars/Base",
                        "receives_breach_notices": false }),
                )
                .await,
            "time_zone name role",
        ),
        (
            admin
                .post(
                    "/api/v1/rotas",
                    json!({ "name": rotas["items"][0]["name"], "handover_day": "someday", "handover_time": "09:00",
                        "people": ["contact@dms.example", "nobody@dms.example"] }),
                )
                .await,
            "handover_day name people people",
        ),
        (admin.post("/api/v1/teams", json!({ "name": " ", "rota_id": NOTHING })).await, "rota_id name"),
        (
            admin
                .post(
                    "/api/v1/webhooks",
                    json!({ "name": " ", "url": "ftp://x", "events": [], "organization_id": NOTHING }),
                )
                .await,
            "url name events organization_id",
        ),
        (
            admin
                .post(
                    "/api/v1/api-tokens",
                    json!({ "person_id": NOTHING, "name": " ", "scope": "read",
                        "expires_at": "2020-01-01T00:00:00Z" }),
                )
                .await,
            "name person_id expires_at",
        ),
        (
            agent.put(&format!("{place}/severity"), json!({ "severity": "Highest", "reason": " " })).await,
            "reason severity",
        ),
        (
            agent
                .put(&format!("{place}/snooze"), json!({ "until": "2020-01-01T00:00:00Z", "reason": " " }))
                .await,
            "until reason",
        ),
    ];
    for (answer, fields) in answers {
        let answer = answer.expect(422);
        assert_eq!(answer.faulty_fields().join(" "), fields, "{}", answer.text());
    }
    let nobody = agent.get("/api/v1/people?text=nobody").await.expect(200).json();
    assert_eq!(nobody["items"], json!([]), "what stood in for a faulty field was not written");
    let left = agent.get("/api/v1/tickets").await.expect(200).json();
    assert_eq!(left["items"].as_array().unwrap().len(), 1, "nothing that was refused left a ticket: {left}");
}

async fn what_cannot_be_read(test: TestApp) {
    let customer = test.api(ACME);
    for (content_type, body, status) in [
        ("application/json", "{\"subject\": ", 400),
        ("application/json", "", 400),
        ("application/json", "{\"subject\": \"\\ud800\"}", 400),
        ("text/plain", "subject=x", 415),
        ("application/x-www-form-urlencoded", "subject=x&text=y", 415),
        ("multipart/form-data; boundary=x", "--x\r\nnonsense", 400),
    ] {
        let answer = customer.post_bytes("/api/v1/tickets", content_type, body).await.expect(status);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let problem = answer.json();
        assert_eq!(problem["status"], status, "{problem}");
        assert!(!problem["detail"].as_str().unwrap().is_empty(), "{problem}");
        assert_eq!(problem["request_id"], answer.header("x-request-id"), "{problem}");
    }
    let deep = "[".repeat(100_000);
    customer.post_bytes("/api/v1/tickets", "application/json", deep).await.expect(400);
    let limit = test.app.config.http.max_body;
    customer.post_bytes("/api/v1/tickets", "application/json", vec![b' '; limit + 1]).await.expect(413);
    customer.get("/api/v1/nothing").await.expect(404);
    customer.delete("/api/v1/tickets").await.expect(405);
}

async fn a_stranger_and_nothing_look_alike(test: TestApp) {
    let place = test.api(ACME).post("/api/v1/tickets", report()).await.expect(201).header("location");
    let stranger = test.api(Who::Customer("teamplify"));
    for (suffix, body) in [("", None), ("/history", None), ("/replies", Some(json!({ "text": "Let me in" })))]
    {
        let mut answers = Vec::new();
        for place in [
            place.as_str(),
            "/api/v1/tickets/424242",
            "/api/v1/tickets/x",
            "/api/v1/tickets/99999999999999999999",
        ] {
            let path = format!("{place}{suffix}");
            let answer = match &body {
                Some(body) => {
                    test.api(Who::Customer("teamplify")).if_match("\"1\"").post(&path, body.clone()).await
                }
                None => stranger.get(&path).await,
            };
            let answer = answer.expect(404);
            let id = answer.header("x-request-id");
            let mut headers: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
            headers.sort();
            answers.push((answer.text().replace(&id, ""), headers));
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{suffix}: {answers:#?}");
    }
    let seen = stranger.get("/api/v1/tickets").await.expect(200).json();
    assert_eq!(seen, json!({ "items": [], "next": null }));
    let own = test.api(ACME).get("/api/v1/tickets").await.expect(200).json();
    assert_eq!(own["items"].as_array().unwrap().len(), 1);
}
