//! Tickets merged, split and linked: what happens to their clocks, to the second, and what can be taken back.

mod linking;
mod merging;
mod pages;
mod splitting;

use serde_json::{Value, json};

use crate::support::app::{TestApp, Who};

/// Reports something with a severity; gives the ticket's number.
async fn report(test: &TestApp, who: Who, severity: &str) -> i64 {
    let report =
        json!({ "subject": format!("A {severity} fault"), "text": "It began.", "severity": severity });
    test.api(who).post("/api/v1/tickets", report).await.expect(201).json()["number"].as_i64().unwrap()
}

/// A ticket as agents see it.
async fn ticket(test: &TestApp, number: i64) -> Value {
    test.api(Who::Agent).get(&format!("/api/v1/tickets/{number}")).await.expect(200).json()
}

/// State and due instant of a clock.
fn clock(ticket: &Value, name: &str) -> (String, String) {
    let text = |field: &str| ticket["clocks"][name][field].as_str().unwrap_or_default().to_owned();
    (text("state"), text("due_at"))
}

/// An agent's public reply.
async fn reply(test: &TestApp, number: i64) {
    let reply = json!({ "text": "We are on it." });
    test.api(Who::Agent).post(&format!("/api/v1/tickets/{number}/replies"), reply).await.expect(201);
}

/// The words of a ticket's history.
async fn history(test: &TestApp, number: i64) -> Vec<String> {
    let path = format!("/api/v1/tickets/{number}/history");
    let lines = test.api(Who::Agent).get(&path).await.expect(200).json();
    let lines = lines["items"].as_array().unwrap().clone();
    lines.iter().map(|line| line["event"].as_str().unwrap().to_owned()).collect()
}

/// What was promised for a clock of a ticket, and how it ended.
async fn promises(test: &TestApp, number: i64, clock: &str) -> Vec<(String, Option<String>)> {
    let found = test.api(Who::Manager).get("/api/v1/promises?limit=200").await.expect(200).json();
    let of_clock = |one: &&Value| one["ticket"] == number && one["clock"] == clock;
    let read = |one: &Value| {
        (one["outcome"].as_str().unwrap().to_owned(), one["due_at"].as_str().map(str::to_owned))
    };
    found["items"].as_array().unwrap().iter().filter(of_clock).map(read).collect()
}
