//! Who may speak in a ticket by mail, and who may not.

mod finding;
mod forgery;
mod held_back;
mod proof;
mod robots;
mod signed;
mod watchers;

use punctual::domain::{InboundMail, InboundState};
use serde_json::Value;

use crate::support::app::{TestApp, Who};
use crate::support::received_mail::ReceivedMail;

/// The contact who reports in these tests.
const CONTACT: &str = "contact@dms.example";

/// A mail with these header lines beside the usual ones, and this text.
fn mail(from: &str, to: &str, subject: &str, more: &[&str], text: &str) -> String {
    let more: String = more.iter().map(|line| format!("{line}\n")).collect();
    format!("From: {from}\nTo: {to}\nSubject: {subject}\n{more}\n{text}\n")
}

/// The contact reports something; gives the acknowledgement. It is ticket 1 in a fresh installation.
async fn reported(test: &TestApp) -> ReceivedMail {
    let report = mail(
        CONTACT,
        "support@provider.example",
        "Export is slow",
        &["Message-ID: <report@dms.example>"],
        "It takes an hour.",
    );
    assert_eq!(test.receive(&report).await.state, InboundState::Processed);
    test.mails().into_iter().find(|mail| mail.to == CONTACT).expect("an acknowledgement")
}

/// The number of the ticket that a mail became or joined.
fn ticket_of(test: &TestApp, mail: &InboundMail) -> Option<i64> {
    let viewer = punctual::domain::Viewer::Staff(test.person(Who::Agent).id);
    let id = mail.ticket_id?;
    test.read(move |c| punctual::store::ticket::find(c, viewer, id)).map(|ticket| ticket.number.0)
}

/// The texts of a ticket's messages, oldest first.
async fn texts(test: &TestApp, number: i64) -> Vec<String> {
    let found: Value =
        test.api(Who::Agent).get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
    let messages = found["messages"].as_array().expect("messages").iter();
    messages.map(|message| message["text"].as_str().unwrap().trim().to_owned()).collect()
}
