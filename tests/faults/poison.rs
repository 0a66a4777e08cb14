//! A ticket whose clocks can't be read, and a mail that can't be, for ever: all others stay on time, the poison is seen
//! and tried again, later each time, until somebody mends it.

use chrono::TimeDelta;
use punctual::domain::InboundState;
use serde_json::json;

use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    a_poisoned_ticket_delays_no_other_and_is_named,
    a_poisoned_mail_delays_no_other_and_is_read_once_it_can_be,
    a_mail_is_read_by_one_of_two_nodes,
);

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

    test.api(Who::Anonymous).get("/healthz").await.expect(503);
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

async fn a_poisoned_mail_delays_no_other_and_is_read_once_it_can_be(test: TestApp) {
    const POISONED: &str = "poison@teamplify.example";
    let mail = |from: &str| format!("From: {from}\nSubject: From {from}\n\nIt does not start.\n");
    test.receive(&mail(POISONED)).await;
    test.sql(&format!("UPDATE person SET role = 'poison' WHERE email = '{POISONED}'"));
    let mut poison = test.receive(&mail(POISONED).replace("start", "stop")).await;
    for number in 0..5 {
        let other = test.receive(&mail(&format!("ann{number}@dms.example"))).await;
        assert_eq!(other.state, InboundState::Processed, "each of the others is read at once");
    }
    let mut waited = TimeDelta::zero();
    for attempts in 1..=6 {
        assert_eq!((poison.state, poison.attempts), (InboundState::Failed, attempts));
        let next = test.read(punctual::store::inbound::next_read_at).unwrap();
        let pause = next - test.now();
        assert!(pause > waited, "tried again later each time: {pause}");
        waited = pause;
        test.app.clock.set(next);
        test.tick().await;
        poison = test.read(|c| punctual::store::inbound::find(c, poison.id)).unwrap();
    }
    test.api(Who::Anonymous).get("/healthz").await.expect(503);
    let page = test.api(Who::Admin).open("/admin").await.expect(200).text();
    assert!(page.contains("1 mails cannot be read."), "{page}");
    let inbox = test.api(Who::Admin).open("/admin/inbox?state=failed").await.expect(200).text();
    assert!(inbox.contains(POISONED), "{inbox}");

    test.sql(&format!("UPDATE person SET role = 'customer' WHERE email = '{POISONED}'"));
    test.app.clock.advance(TimeDelta::hours(1));
    test.tick().await;
    let mended = test.read(|c| punctual::store::inbound::find(c, poison.id)).unwrap();
    assert_eq!(mended.state, InboundState::Processed);
    test.api(Who::Anonymous).get("/healthz").await.expect(200);
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
