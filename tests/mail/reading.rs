//! Stored mail becomes tickets: nobody waits for a mail that is slow, each sender's mails keep their order, and one
//! that can't be written takes no other with it.

use std::time::Duration;

use punctual::domain::{Envelope, InboundMailId, InboundState};
use punctual::{service, store, worker};
use tokio::sync::watch;

use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::name_server::silent_name_server;

on_both_apps!(
    a_mail_whose_origin_takes_long_to_check_holds_up_no_other,
    the_mails_of_one_sender_keep_their_order,
    a_mail_that_cannot_be_written_takes_no_other_with_it,
    a_mail_from_before_the_first_agreement_counts_from_its_beginning,
);

/// Longer than anything here takes, on however slow a machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// Stores a mail; with an envelope if it came to our listener from outside, whose origin is checked.
async fn keep(test: &TestApp, raw: String, is_from_outside: bool) -> InboundMailId {
    let (context, raw) = (test.app.context(), raw.replace('\n', "\r\n").into_bytes());
    let envelope = Envelope {
        peer: "198.51.100.7:25".parse().unwrap(),
        helo: "mail.elsewhere.example".to_owned(),
        return_path: "ann@elsewhere.example".to_owned(),
        recipients: vec!["support@provider.example".to_owned()],
        tls: None,
    };
    // Mails of one instant have no order.
    test.app.clock.set(test.now() + chrono::TimeDelta::seconds(1));
    let store = move |c: &mut store::Connection| match is_from_outside {
        true => service::store_delivery(c, &context, "smtp", &raw, &envelope),
        false => service::store_mail(c, &context, "ingest", &raw, context.now),
    };
    test.app.db.write(store).await.unwrap().id
}

fn mail(from: &str, subject: &str) -> String {
    format!("From: {from}\nSubject: {subject}\n\nIt is about {subject}.\n")
}

/// The subjects of all tickets in the order of their numbers.
async fn subjects(test: &TestApp) -> Vec<String> {
    let found = test.api(Who::Agent).get("/api/v1/tickets?limit=200").await.expect(200).json();
    let mut tickets: Vec<(i64, String)> = Vec::new();
    for item in found["items"].as_array().unwrap() {
        tickets.push((item["number"].as_i64().unwrap(), item["subject"].as_str().unwrap().to_owned()));
    }
    tickets.sort_unstable();
    tickets.into_iter().map(|(_, subject)| subject).collect()
}

async fn a_mail_whose_origin_takes_long_to_check_holds_up_no_other(test: TestApp) {
    let resolver = silent_name_server();
    let test = test.restart_with(&format!("[trust]\nresolver = '{resolver}'"));
    let slow = keep(&test, mail("ann@elsewhere.example", "Slow"), true).await;
    let (stop, stopped) = watch::channel(false);
    let running = tokio::spawn(worker::run(test.app.clone(), stopped));
    keep(&test, mail("ann@elsewhere.example", "Of the same sender"), false).await;
    keep(&test, mail("bob@elsewhere.example", "Quick"), false).await;
    let all = async {
        let mut changes = test.app.db.changes();
        while test.read(move |c| store::inbound::find(c, slow)).unwrap().state == InboundState::Received {
            changes.next().await;
        }
    };
    tokio::time::timeout(PATIENCE, all).await.expect("the slow one is read at last");
    stop.send(true).unwrap();
    running.await.unwrap();
    worker::inbound::run_once(&test.app, test.now()).await.unwrap();
    assert_eq!(subjects(&test).await, ["Quick", "Slow", "Of the same sender"]);
}

async fn the_mails_of_one_sender_keep_their_order(test: TestApp) {
    let expected: Vec<String> = (0..60).map(|number| format!("Report {number}")).collect();
    for (number, subject) in expected.iter().enumerate() {
        // A large one takes longer to be taken apart than the small ones behind it.
        let body = "A long line of an ordinary report.\n".repeat(if number % 7 == 0 { 20_000 } else { 1 });
        keep(&test, mail("ann@elsewhere.example", subject) + body.as_str(), false).await;
    }
    assert_eq!(worker::inbound::run_once(&test.app, test.now()).await.unwrap(), 60);
    assert_eq!(subjects(&test).await, expected);
}

async fn a_mail_that_cannot_be_written_takes_no_other_with_it(test: TestApp) {
    let report = serde_json::json!({ "subject": "Poison", "text": "Nothing opens.", "severity": "Low" });
    test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
    test.sql("UPDATE ticket SET timers = 'no clocks' WHERE number = 1");
    let mut kept = Vec::new();
    for number in 0..9 {
        let (from, subject) = match number {
            4 => ("contact@dms.example".to_owned(), "Re: [#1] Poison"),
            _ => (format!("ann{number}@elsewhere.example"), "Sound"),
        };
        kept.push(keep(&test, mail(&from, subject), false).await);
    }
    assert_eq!(worker::inbound::run_once(&test.app, test.now()).await.unwrap(), 9);
    for (number, id) in kept.into_iter().enumerate() {
        let mail = test.read(move |c| store::inbound::find(c, id)).unwrap();
        let expected = if number == 4 { InboundState::Failed } else { InboundState::Processed };
        assert_eq!(mail.state, expected, "mail {number}: {:?}", mail.error);
    }
}

async fn a_mail_from_before_the_first_agreement_counts_from_its_beginning(test: TestApp) {
    let received: punctual::sla::Instant = "2019-12-30T09:00:00Z".parse().unwrap();
    let context = test.app.context();
    let raw = b"From: contact@dms.example\r\nSubject: It waited here\r\n\r\nSince last year.";
    let keep = move |c: &mut _| service::store_mail(c, &context, "support", raw, received);
    test.app.db.write(keep).await.unwrap();
    test.tick().await;
    let ticket = test.api(Who::Agent).get("/api/v1/tickets/1").await.expect(200).json();
    assert_eq!(ticket["subject"], "It waited here", "{ticket}");
    assert_eq!(ticket["clocks"]["respond"]["started_at"], "2020-01-01T00:00:00Z", "{ticket}");
}
