//! One ticket whose clocks can't be read, for ever: all others stay on time, and administrators see it.

use chrono::TimeDelta;
use serde_json::json;

use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(a_poisoned_ticket_delays_no_other_and_is_named, a_mail_is_read_by_one_of_two_nodes);

async fn open(test: &TestApp, subject: &str) -> i64 {
    let report = json!({ "subject": subject, "text": "Nothing opens.", "severity": "Critical" });
    test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201).json()["number"]
        .as_i64()
        .unwrap()
}

fn breach_notices(test: &TestApp) -> usize {
    test.mails().iter().filter(|mail| mail.to == "contact@dms.example").count()
}

async fn a_poisoned_ticket_delays_no_other_and_is_named(test: TestApp) {
    let poisoned = open(&test, "Poison").await;
    for number in 0..5 {
        open(&test, &format!("Sound {number}")).await;
    }
    test.tick().await;
    test.mails();
    test.sql(&format!("UPDATE ticket SET timers = 'no clocks' WHERE number = {poisoned}"));
    test.at("2026-11-23T11:00:00.000001Z").await;
    assert_eq!(breach_notices(&test), 5, "each of the others is told");

    let health = test.api(Who::Admin).get("/admin").await.expect(200).text();
    assert!(health.contains(&format!("The clocks of ticket {poisoned} have stood still")), "{health}");
    let stuck = || test.read(|c| punctual::store::stuck_ticket::list(c, 9)).remove(0);
    let mut waited = TimeDelta::zero();
    for attempts in 1..=6 {
        let found = stuck();
        assert_eq!(found.attempts, attempts, "one try each time it is due");
        let pause = found.next_try_at - test.now();
        assert!(pause > waited, "tried again later each time: {pause}");
        waited = pause;
        test.app.clock.set(found.next_try_at);
        test.tick().await;
    }
}

/// Two nodes look the same mail up before either has read it; it becomes one ticket all the same.
async fn a_mail_is_read_by_one_of_two_nodes(test: TestApp) {
    let raw = b"From: contact@dms.example\r\nSubject: Once\r\n\r\nIt does not start.\r\n";
    let context = test.app.context();
    let store = move |c: &mut _| punctual::service::store_mail(c, &context, "ingest", raw, context.now);
    let mail = test.app.db.write(store).await.unwrap();
    let (one, two) = tokio::join!(
        punctual::worker::inbound::read(&test.app, test.now(), mail.clone()),
        punctual::worker::inbound::read(&test.app, test.now(), mail),
    );
    assert!(one.is_ok() && two.is_ok());
    let queue = test.api(Who::Agent).get("/api/v1/tickets").await.expect(200).json();
    assert_eq!(queue["items"].as_array().map(Vec::len), Some(1), "{queue}");
}
