//! Whole lives of tickets, through the doors that people and mail servers use, on both databases, with the clock in the
//! test's hand.

mod held_over;
mod mail_to_page;
mod paged;
mod paused;
mod portal_to_breach;
mod refusals;
mod restart;
mod twice;
mod wire;

use serde_json::{Value, json};

use crate::support::app::{TestApp, Who};

/// Gives a mail to the installation, as a pipe from a mail server does, and lets it be read.
pub async fn receive(test: &TestApp, raw: &str) {
    test.receive(raw).await;
}

/// Reports a fault in the portal's form, and gives the ticket's number.
async fn report(test: &TestApp, who: Who, subject: &str, answers: [&str; 3]) -> i64 {
    let [affected, impact, workaround] = answers;
    let fields = [
        ("subject", subject),
        ("text", "It began this morning."),
        ("affected", affected),
        ("impact", impact),
        ("workaround", workaround),
    ];
    let answer = test.api(who).submit("/portal/report", &fields).await.expect(303);
    let place = answer.header("location");
    place.rsplit('/').next().unwrap().split(['?', '#']).next().unwrap().parse().unwrap()
}

/// A ticket as the API shows it.
async fn ticket(test: &TestApp, who: Who, number: i64) -> Value {
    test.api(who).get(&format!("/api/v1/tickets/{number}")).await.expect(200).json()
}

/// An agent's public reply.
async fn answer(test: &TestApp, number: i64) {
    let reply = json!({ "text": "We are on it." });
    test.api(Who::Agent).post(&format!("/api/v1/tickets/{number}/replies"), reply).await.expect(201);
}

/// The state of a clock.
fn state(ticket: &Value, clock: &str) -> String {
    ticket["clocks"][clock]["state"].as_str().unwrap_or_default().to_owned()
}

/// The due instant of a clock.
fn due(ticket: &Value, clock: &str) -> String {
    ticket["clocks"][clock]["due_at"].as_str().unwrap_or_default().to_owned()
}
