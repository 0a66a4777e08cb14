//! A ticket whose clocks can't be read, and a mail that can't be, for ever: all others stay on time, the poison is seen
//! and tried again, later each time, until somebody mends it.

use chrono::TimeDelta;
use punctual::domain::{InboundState, OutboxState};
use serde_json::json;

use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::received_mail::ReceivedMail;

on_both_apps!(
    a_poisoned_ticket_delays_no_other_and_is_named,
    a_poisoned_mail_delays_no_other_and_is_read_once_it_can_be,
    a_mail_is_read_by_one_of_two_nodes,
    nobody_of_the_staff_who_cannot_be_read_stops_a_clock,
    a_row_that_cannot_be_read_stops_no_queue,
    a_notice_that_cannot_be_read_is_given_up_by_its_age,
    a_holiday_that_cannot_be_read_stops_no_clock,
    a_notice_that_cannot_be_read_leaves_no_hole_in_the_lists,
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

/// An agent, a contact, a rota and an agreement can't be read; the clocks of everybody else's tickets go on, and
/// somebody is called and told all the same.
async fn nobody_of_the_staff_who_cannot_be_read_stops_a_clock(test: TestApp) {
    for (what, poison) in [
        ("an agent", "UPDATE person SET role = 'poison' WHERE email = 'agent@provider.example'"),
        ("a time zone", "UPDATE person SET time_zone = 'nowhere' WHERE email = 'manager@provider.example'"),
        ("the rota", "UPDATE rota SET definition = '[]'"),
        ("another's contact", "UPDATE person SET role = 'poison' WHERE email = 'contact@teamplify.example'"),
        ("another's agreement", "UPDATE contract_version SET source = 'poison' WHERE key = 'teamplify'"),
    ] {
        open(&test, what).await;
        test.tick().await;
        test.mails();
        test.sql(poison);
        test.app.clock.advance(TimeDelta::hours(2));
        test.tick().await;
        let told = test.mails();
        let is_about_it = |mail: &&ReceivedMail| mail.subject.contains(what) || mail.text.contains(what);
        let about: Vec<_> = told.iter().filter(is_about_it).collect();
        let is_told =
            about.iter().any(|mail| mail.to == "contact@dms.example" && mail.text.contains("missed"));
        assert!(is_told, "{what}: the customer is told of the breach: {told:?}");
        assert!(
            about.iter().any(|mail| mail.to.ends_with("@provider.example")),
            "{what}: somebody is called"
        );
        assert_eq!(test.read(punctual::store::stuck_ticket::count), 0, "{what}: no clock stands still");
        test.app.clock.advance(TimeDelta::hours(22));
        test.tick().await;
    }
}

/// A notice, a mail and a held reply that a later version of the program might have written.
async fn a_row_that_cannot_be_read_stops_no_queue(test: TestApp) {
    let number = open(&test, "Nothing works").await;
    open(&test, "Nothing works either").await;
    test.sql("UPDATE outbox SET channel = 'poison' WHERE sequence = (SELECT min(sequence) FROM outbox)");
    test.tick().await;
    assert_eq!(test.mails().len(), 1, "the other acknowledgement has left");
    assert!(test.read(punctual::store::outbox::counts).contains(&(OutboxState::Pending, 1)), "it waits");
    let health = test.api(Who::Admin).open("/admin").await.expect(200).text();
    assert!(health.contains("Some notices are tried again."), "it is seen: {health}");
    test.sql("UPDATE outbox SET channel = 'email'");
    test.app.clock.advance(TimeDelta::minutes(1));
    test.tick().await;
    assert_eq!(test.mails().len(), 1, "it leaves once it can be read");

    let context = test.app.context();
    for name in ["poison", "sound"] {
        let (context, raw) =
            (context.clone(), format!("From: {name}@dms.example\r\nSubject: {name}\r\n\r\nHelp.\r\n"));
        let store = move |c: &mut _| {
            punctual::service::store_mail(c, &context, "ingest", raw.as_bytes(), context.now)
        };
        test.app.db.write(store).await.unwrap();
    }
    test.sql("UPDATE inbound_mail SET state = 'poison' WHERE id = (SELECT id FROM inbound_mail ORDER BY id LIMIT 1)");
    test.tick().await;
    let queue = test.api(Who::Agent).get("/api/v1/tickets").await.expect(200).json();
    assert_eq!(queue["items"].as_array().map(Vec::len), Some(3), "the other mail is a ticket: {queue}");
    test.api(Who::Anonymous).get("/healthz").await.expect(503);
    test.app.clock.advance(TimeDelta::minutes(15));
    test.tick().await;
    let queue = test.api(Who::Agent).get("/api/v1/tickets").await.expect(200).json();
    assert_eq!(queue["items"].as_array().map(Vec::len), Some(4), "it is tried again: {queue}");

    test.mails();
    for words in ["Poison", "Sound"] {
        let fields = [("kind", "public"), ("text", words), ("then", "")];
        test.api(Who::Agent).submit(&format!("/desk/tickets/{number}/message"), &fields).await.expect(303);
        test.app.clock.advance(TimeDelta::seconds(1));
    }
    test.sql("UPDATE held_reply SET files = '7' WHERE text = 'Poison'");
    test.app.clock.advance(TimeDelta::seconds(10));
    test.tick().await;
    let told = test.mails();
    assert!(told.iter().any(|mail| mail.text.contains("Sound")), "the other reply has left: {told:?}");
    test.sql("UPDATE held_reply SET files = '[]' WHERE text = 'Poison'");
    test.app.clock.advance(TimeDelta::minutes(15));
    test.tick().await;
    assert!(test.mails().iter().any(|mail| mail.text.contains("Poison")), "it leaves once it was mended");
}

async fn a_notice_that_cannot_be_read_is_given_up_by_its_age(test: TestApp) {
    let report = json!({ "subject": "A question", "text": "How does it work?", "severity": "Low" });
    test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
    test.sql("UPDATE outbox SET channel = 'poison'");
    for (days, state) in [(4, OutboxState::Pending), (1, OutboxState::Failed)] {
        test.app.clock.advance(TimeDelta::days(days));
        punctual::worker::outbox::run_once(&test.app, test.now()).await.unwrap();
        let counts = test.read(punctual::store::outbox::counts);
        assert!(counts.len() == 1 && counts[0].0 == state, "{days} more days: {counts:?}");
    }
}

async fn a_holiday_that_cannot_be_read_stops_no_clock(test: TestApp) {
    let day = [("date", "2026-11-24"), ("name", "Day of thanks")];
    test.api(Who::Admin).submit("/admin/contracts/dms/holidays", &day).await.expect(303);
    test.sql("UPDATE proclaimed_holiday SET date = 'poison'");
    open(&test, "Nothing works").await;
    test.tick().await;
    test.mails();
    test.at("2026-11-23T11:00:00.000001Z").await;
    assert_eq!(breach_notices(&test), 1, "the breach is told");
}

/// The pages of the list are as long as ever, and the one after is found.
async fn a_notice_that_cannot_be_read_leaves_no_hole_in_the_lists(test: TestApp) {
    for subject in ["First", "Second", "Third", "Fourth"] {
        open(&test, subject).await;
    }
    test.tick().await;
    let about = |subject: &str| format!("(SELECT id FROM ticket WHERE subject = '{subject}')");
    for subject in ["Second", "Fourth"] {
        test.sql(&format!("UPDATE outbox SET notice = '{{}}' WHERE ticket_id = {}", about(subject)));
    }
    let page = test.api(Who::Admin).open("/admin/outbox").await.expect(200).text();
    for (subject, is_shown) in [("First", true), ("Second", false), ("Third", true), ("Fourth", false)] {
        assert_eq!(page.contains(subject), is_shown, "{subject}: {page}");
    }
    let all = test.api(Who::Admin).get("/api/v1/outbox").await.expect(200).json();
    let (all, mut walked, mut cursor) = (all["items"].as_array().unwrap().clone(), Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/outbox?limit=1{cursor}");
        let listed = test.api(Who::Admin).get(&path).await.expect(200).json();
        walked.extend(listed["items"].as_array().unwrap().clone());
        let Some(next) = listed["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert!(all.len() >= 2, "{all:?}");
    assert_eq!(walked, all);
}
