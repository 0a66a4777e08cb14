//! Webhooks as the programs see them that are told, and as administrators see what became of it.

mod addresses;
mod keys;
mod pages;
mod posting;
mod receiver;
mod refusing;

use serde_json::{Value, json};

use crate::support::app::{TestApp, Who};
use receiver::Receiver;

/// The setting that lets a test's own server be called.
const ALLOWED: &str = "[webhooks]\nallow = ['127.0.0.1']";

/// Every event that can be asked for.
const ALL: [&str; 6] = [
    "ticket.opened",
    "ticket.replied",
    "ticket.severity_changed",
    "ticket.status_changed",
    "ticket.assigned",
    "ticket.breached",
];

/// Makes a webhook; gives what the API answers.
async fn made(test: &TestApp, url: &str, events: &[&str]) -> Value {
    let plan = json!({ "name": "Chat", "url": url, "events": events, "organization_id": null });
    test.api(Who::Admin).post("/api/v1/webhooks", plan).await.expect(201).json()
}

/// Makes a webhook for a receiver; gives its id.
async fn hooked(test: &TestApp, receiver: &Receiver) -> String {
    made(test, &receiver.url(), &ALL).await["id"].as_str().unwrap().to_owned()
}

/// Reports a problem; gives the ticket's number.
async fn report(test: &TestApp, who: Who) -> i64 {
    let report = json!({ "subject": "Nothing works", "text": "Words of a customer.", "severity": "High" });
    test.api(who).post("/api/v1/tickets", report).await.expect(201).json()["number"].as_i64().unwrap()
}

/// What was posted to a webhook, as the API lists it, the last written first.
async fn deliveries(test: &TestApp, webhook: &str) -> Vec<Value> {
    let listed = test.api(Who::Admin).get(&format!("/api/v1/webhooks/{webhook}/deliveries")).await;
    listed.expect(200).json()["items"].as_array().unwrap().clone()
}

/// A webhook as the API shows it.
async fn webhook(test: &TestApp, id: &str) -> Value {
    test.api(Who::Admin).get(&format!("/api/v1/webhooks/{id}")).await.expect(200).json()
}
