//! Splitting: messages begin a ticket of their own, whose clocks start when the customer asked.

use serde_json::{Value, json};

use super::{clock, history, reply, report, ticket};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    a_split_ticket_starts_when_its_first_message_was_received,
    what_our_chosen_replies_met_is_met_in_the_new_ticket_too,
    a_split_is_undone_by_merging_it_back,
    what_can_begin_no_ticket_is_refused,
);

const DMS: Who = Who::Customer("dms");

/// The customer writes into a ticket.
async fn write(test: &TestApp, number: i64, text: &str) {
    test.api(DMS)
        .post(&format!("/api/v1/tickets/{number}/replies"), json!({ "text": text }))
        .await
        .expect(201);
}

/// The ids of the messages of a ticket, in order.
async fn messages(test: &TestApp, number: i64) -> Vec<Value> {
    let found = ticket(test, number).await;
    found["messages"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect()
}

async fn split(test: &TestApp, number: i64, ids: &[&Value]) -> Value {
    let body = json!({ "subject": "Something else", "message_ids": ids });
    test.api(Who::Agent).post(&format!("/api/v1/tickets/{number}/split"), body).await.expect(201).json()
}

async fn a_split_ticket_starts_when_its_first_message_was_received(test: TestApp) {
    let number = report(&test, DMS, "High").await;
    test.at("2026-11-23T10:10:00Z").await;
    reply(&test, number).await;
    test.at("2026-11-23T10:40:07Z").await;
    write(&test, number, "By the way, something else is broken.").await;
    let lowered = json!({ "severity": "Low", "reason": "A workaround" });
    test.at("2026-11-23T11:00:00Z").await;
    test.api(Who::Agent).put(&format!("/api/v1/tickets/{number}/severity"), lowered).await.expect(200);
    test.mails();
    test.at("2026-11-23T11:30:00Z").await;
    let ids = messages(&test, number).await;
    let before = ticket(&test, number).await;
    let begun = split(&test, number, &[&ids[2]]).await;
    assert_eq!((&begun["created_at"], &begun["severity"]), (&json!("2026-11-23T10:40:07Z"), &json!("High")));
    assert_eq!(clock(&begun, "respond"), ("running".to_owned(), "2026-11-23T14:40:07Z".to_owned()));
    assert_eq!(begun["requester"]["name"], before["requester"]["name"]);
    assert_eq!(begun["messages"][0]["text"], "By the way, something else is broken.");
    let new = begun["number"].as_i64().unwrap();
    assert_eq!(
        begun["related"][0],
        json!({ "relation": "split_from", "ticket": number, "subject": "A High fault" })
    );
    let after = ticket(&test, number).await;
    assert_eq!(
        (after["related"][0]["relation"].clone(), after["related"][0]["ticket"].clone()),
        (json!("split_into"), json!(new))
    );
    assert_eq!(after["messages"], before["messages"], "it keeps what it had");
    assert_eq!(after["clocks"], before["clocks"]);
    assert!(history(&test, number).await.contains(&"linked".to_owned()));
    test.tick().await;
    let told = test.mails();
    assert!(
        told.iter().any(|mail| mail.to == "contact@dms.example" && mail.subject.contains(&format!("#{new}"))),
        "{told:?}"
    );
    test.at("2026-11-23T14:40:08Z").await;
    assert_eq!(ticket(&test, new).await["breach_count"].as_i64().unwrap(), 1, "to the second");
}

async fn what_our_chosen_replies_met_is_met_in_the_new_ticket_too(test: TestApp) {
    let number = report(&test, DMS, "High").await;
    test.at("2026-11-23T10:30:00Z").await;
    write(&test, number, "Another thing.").await;
    test.at("2026-11-23T10:45:00Z").await;
    reply(&test, number).await;
    test.at("2026-11-24T09:00:00Z").await;
    let ids = messages(&test, number).await;
    let (answered, not) =
        (split(&test, number, &[&ids[1], &ids[2]]).await, split(&test, number, &[&ids[1]]).await);
    assert_eq!(clock(&answered, "respond").0, "met");
    assert_eq!(
        clock(&not, "respond"),
        ("breached".to_owned(), "2026-11-23T14:30:00Z".to_owned()),
        "found late, at its instant"
    );
    assert_eq!(answered["messages"].as_array().unwrap().len(), 2);
}

async fn a_split_is_undone_by_merging_it_back(test: TestApp) {
    let number = report(&test, DMS, "High").await;
    let ids = messages(&test, number).await;
    let begun = split(&test, number, &[&ids[0]]).await["number"].as_i64().unwrap();
    let before = ticket(&test, number).await;
    let merge = json!({ "into": number });
    test.api(Who::Agent).post(&format!("/api/v1/tickets/{begun}/merge"), merge).await.expect(200);
    test.at("2026-11-25T10:00:00Z").await;
    assert_eq!(ticket(&test, begun).await["breach_count"], 0, "its clocks have stopped");
    assert_eq!(ticket(&test, number).await["messages"], before["messages"]);
}

async fn what_can_begin_no_ticket_is_refused(test: TestApp) {
    let number = report(&test, DMS, "High").await;
    let other = report(&test, DMS, "High").await;
    reply(&test, number).await;
    let note = json!({ "text": "Between us." });
    test.api(Who::Agent).post(&format!("/api/v1/tickets/{number}/notes"), note).await.expect(201);
    let (ids, elsewhere) = (messages(&test, number).await, messages(&test, other).await);
    let path = format!("/api/v1/tickets/{number}/split");
    for (chosen, subject, field) in [
        (vec![], "x", "messages"),
        (vec![&ids[1], &ids[2]], "x", "messages"),
        (vec![&ids[2]], "x", "messages"),
        (vec![&ids[0], &elsewhere[0]], "x", "messages"),
        (vec![&ids[0]], " ", "subject"),
    ] {
        let body = json!({ "subject": subject, "message_ids": chosen });
        let refused = test.api(Who::Agent).post(&path, body).await.expect(422);
        assert_eq!(refused.faulty_fields(), [field], "{chosen:?}");
    }
    let listed = test.api(Who::Agent).get("/api/v1/tickets").await.expect(200).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 2, "nothing was begun");
}
