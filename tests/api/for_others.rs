//! Programs of the provider open tickets in a customer's name.

use punctual::domain::EmailAddress;
use punctual::service;
use punctual::store::Connection;
use serde_json::json;

use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::overlap::overlapping;

on_both_apps!(a_program_of_the_provider_names_the_requester, each_may_only_report_as_who_they_are);

const ANN: Who = Who::Customer("dms");

async fn a_program_of_the_provider_names_the_requester(test: TestApp) {
    let ann = test.person(ANN);
    let report = json!({
        "subject": "The disk is full", "text": "Seen by monitoring.", "severity": "High",
        "requester": ann.email.as_str(), "received_at": "2026-11-23T09:30:00Z"
    });
    let agent = test.api(Who::Agent).with("idempotency-key", "disk-1");
    let opened = agent.post("/api/v1/tickets", report.clone()).await.expect(201);
    let again = agent.post("/api/v1/tickets", report).await.expect(201);
    assert_eq!(opened.header("location"), again.header("location"));
    let ticket = opened.json();
    assert_eq!(ticket["requester"]["name"], ann.name.as_str(), "{ticket}");
    assert_eq!(ticket["clocks"]["respond"]["due_at"], "2026-11-23T13:30:00Z", "{ticket}");
    test.api(ANN).get(&opened.header("location")).await.expect(200);

    let new = json!({
        "subject": "x", "text": "y", "requester": "zoe@teamplify.example", "requester_name": "Zoe Hall"
    });
    let ticket = test.api(Who::Agent).post("/api/v1/tickets", new).await.expect(201);
    test.api(Who::Customer("teamplify")).get(&ticket.header("location")).await.expect(200);
    assert_eq!(ticket.json()["requester"]["name"], "Zoe Hall");
}

/// On PostgreSQL writers don't wait for each other by themselves.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_programs_that_name_the_same_newcomer_at_once_both_open_their_ticket() {
    let test = TestApp::postgres();
    let (context, agent) = (test.app.context(), test.person(Who::Agent));
    let zoe = EmailAddress::parse("zoe@teamplify.example").unwrap();
    let name = move |c: &mut Connection| service::find_or_add_caller(c, &context, &agent, zoe, "Zoe Hall");
    let report = json!({ "subject": "x", "text": "y", "requester": "zoe@teamplify.example" });
    let report = async { test.api(Who::Agent).post("/api/v1/tickets", report).await.expect(201).json() };
    let (zoe, ticket) = overlapping(&test.app.db, name, report).await;
    assert_eq!(ticket["requester"]["id"], zoe.id.to_string(), "{ticket}");
}

async fn each_may_only_report_as_who_they_are(test: TestApp) {
    let agent = test.person(Who::Agent).email.to_string();
    for (who, field, value) in [
        (Who::Agent, "subject", "x"),
        (Who::Agent, "requester", agent.as_str()),
        (ANN, "requester", "contact@dms.example"),
        (ANN, "requester_name", "Zoe Hall"),
        (ANN, "received_at", "2026-11-23T09:30:00Z"),
    ] {
        let mut report = json!({ "subject": "x", "text": "y" });
        report[field] = json!(value);
        let refused = test.api(who).post("/api/v1/tickets", report).await.expect(422);
        let named = if who == Who::Agent { "requester" } else { field };
        assert_eq!(refused.faulty_fields(), [named], "{}", refused.text());
    }
}
