//! A ticket from its report to its resolution.

use serde_json::json;

use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(report_reply_resolve, a_stale_change_is_refused, signing_in_and_out);

const ACME: Who = Who::Customer("dms");

async fn report_reply_resolve(test: TestApp) {
    let report = json!({ "subject": "Nothing works", "text": "Since this morning.", "severity": "Critical" });
    let opened = test.api(ACME).post("/api/v1/tickets", report).await.expect(201);
    let place = opened.header("location");
    let ticket = opened.json();
    assert_eq!(ticket["status"], "open");
    assert_eq!(ticket["clocks"]["respond"]["state"], "running");
    assert_eq!(ticket["clocks"]["respond"]["due_at"], "2026-11-23T11:00:00Z");
    assert_eq!(ticket["clocks"]["update"]["state"], "not_started");
    assert_eq!(ticket["clocks"]["resolve"]["state"], "no_target");
    assert!(ticket["clocks"]["respond"]["explanation"].as_str().unwrap().len() > 20);
    assert!(ticket.get("internal").is_none(), "customers are not sent what is internal: {ticket}");

    test.at("2026-11-23T10:20:00Z").await;
    let agent = test.api(Who::Agent);
    let reply = json!({ "text": "We look at it.", "status": "waiting_on_customer" });
    let replied = agent.post(&format!("{place}/replies"), reply).await.expect(201).json();
    assert_eq!(replied["clocks"]["respond"]["state"], "met");
    assert_eq!(replied["clocks"]["update"]["state"], "paused");
    agent.post(&format!("{place}/notes"), json!({ "text": "Looks like the disk." })).await.expect(201);

    let seen = test.api(ACME).get(&place).await.expect(200).json();
    let texts: Vec<_> = seen["messages"].as_array().unwrap().iter().map(|m| m["text"].clone()).collect();
    assert_eq!(texts, ["Since this morning.", "We look at it."]);
    assert_eq!(seen["messages"][1]["is_from_provider"], true);

    test.at("2026-11-23T10:40:00Z").await;
    let answered = test.api(ACME).post(&format!("{place}/replies"), json!({ "text": "It is." })).await;
    let answered = answered.expect(201).json();
    assert_eq!(answered["status"], "open");
    assert_eq!(answered["clocks"]["update"]["due_at"], "2026-11-23T11:10:00Z");

    let resolved = agent.put(&format!("{place}/status"), json!({ "status": "resolved" })).await.expect(200);
    assert_eq!(resolved.json()["clocks"]["update"]["state"], "stopped");
    let history = agent.get(&format!("{place}/history")).await.expect(200).json();
    let events: Vec<_> =
        history["items"].as_array().unwrap().iter().map(|line| line["event"].clone()).collect();
    for event in ["opened", "replied", "noted", "status_changed", "clock", "notified"] {
        assert!(events.contains(&json!(event)), "{event} is not in {events:?}");
    }
    test.tick().await;
    let mails = test.mails();
    assert_eq!(mails.len(), 3, "acknowledgement, reply, resolution: {mails:?}");
    assert!(mails.iter().all(|mail| mail.to == "contact@dms.example"), "{mails:?}");
    let number = ticket["number"].to_string();
    assert!(mails.iter().all(|mail| mail.subject.contains(&number)), "{mails:?}");
    assert_ne!(mails[1].message_id, mails[2].message_id);
    assert!(mails[1].text.contains("We look at it."), "{}", mails[1].text);
}

async fn a_stale_change_is_refused(test: TestApp) {
    let report = json!({ "subject": "A question", "text": "How?" });
    let opened = test.api(ACME).post("/api/v1/tickets", report).await.expect(201);
    let (place, etag) = (opened.header("location"), opened.header("etag"));
    let severity = |code: &str| json!({ "severity": code, "reason": "Read again" });
    let path = format!("{place}/severity");
    let first = test.api(Who::Agent).if_match(&etag).put(&path, severity("High")).await.expect(200);
    assert_ne!(first.header("etag"), etag);
    let late = test.api(Who::Backup).if_match(&etag).put(&path, severity("Medium")).await.expect(412);
    assert_eq!(late.json()["status"], 412);
    let now = test.api(Who::Agent).get(&place).await.expect(200).json();
    assert_eq!(now["severity"], "High");
    assert_eq!(now["internal"]["severity_reason"], "Read again");
    test.api(Who::Backup).if_match("*").put(&path, severity("Medium")).await.expect(200);
}

async fn signing_in_and_out(test: TestApp) {
    let nobody = test.api(Who::Anonymous);
    let wrong = json!({ "email": "agent@provider.example", "password": "not this one" });
    nobody.post("/api/v1/sessions", wrong).await.expect(401);
    let right = json!({ "email": "Agent@provider.example", "password": crate::support::app::PASSWORD });
    let session = nobody.post("/api/v1/sessions", right).await.expect(201).json();
    let bearer = format!("Bearer {}", session["token"].as_str().unwrap());
    let signed_in = || test.api(Who::Anonymous).with("authorization", &bearer);
    assert_eq!(signed_in().get("/api/v1/me").await.expect(200).json()["role"], "agent");
    signed_in().delete("/api/v1/sessions/current").await.expect(204);
    let over = signed_in().get("/api/v1/me").await.expect(401);
    assert_eq!(over.header("www-authenticate"), "Bearer");
    let guess = json!({ "email": "manager@provider.example", "password": "a guess" });
    for _ in 0..10 {
        nobody.post("/api/v1/sessions", guess.clone()).await.expect(401);
    }
    assert_ne!(nobody.post("/api/v1/sessions", guess).await.expect(429).header("retry-after"), "");
}
