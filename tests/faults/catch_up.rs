//! After days in which nothing ran, or nothing could leave: each customer is told once, the worst first.

use std::collections::BTreeMap;
use std::sync::mpsc::channel;

use chrono::TimeDelta;
use punctual::app::Health;
use punctual::clock::Clock;
use punctual::domain::{NodeId, NoticeBody, OutboxEntry};
use punctual::mail::SendError;
use punctual::sla::Instant;
use punctual::store::breach::BreachFilter;
use punctual::store::outbox::Turn;
use punctual::store::{self, Connection, StoreError};
use punctual::worker;
use serde_json::json;
use tokio::sync::oneshot;

use super::installation::{found, next_notice, open_tickets_at};
use super::scale::scaled;
use crate::support::app::{BEGINNING, TestApp, Who, on_both_apps};
use crate::support::test_database::TestDatabase;

on_both_apps!(
    after_72_hours_down_each_is_told_once_worst_first,
    after_72_hours_without_smtp_each_is_told_once
);

/// Tickets whose dues lie all over the next three days.
async fn open_tickets(test: &TestApp, count: u64) {
    for number in 0..count {
        test.app.clock.advance(TimeDelta::seconds(7));
        let severity = ["Critical", "High", "Low"][usize::try_from(number % 3).unwrap()];
        let report = json!({ "subject": format!("Fault {number}"), "text": "Broken.", "severity": severity });
        let customer = Who::Customer(["dms", "discount-kit"][usize::try_from(number % 2).unwrap()]);
        test.api(customer).post("/api/v1/tickets", report).await.expect(201);
    }
    test.tick().await;
    test.mails();
}

fn in_72_hours() -> Instant {
    BEGINNING.parse::<Instant>().unwrap() + TimeDelta::hours(72)
}

async fn after_72_hours_down_each_is_told_once_worst_first(test: TestApp) {
    let test = test.restart_with("[customers]\ntickets_per_hour = 0");
    let count = scaled(24, 300);
    open_tickets(&test, count).await;
    test.app.clock.set(in_72_hours());
    worker::timers::run_once(&test.app, test.now()).await.unwrap();
    worker::timers::run_once(&test.app, test.now()).await.unwrap();

    let mut told = BTreeMap::new();
    let mut last_of = BTreeMap::new();
    for entry in in_turn(&test).await {
        if let NoticeBody::Breach { missed, .. } = &entry.notice.body {
            let first = missed.iter().filter_map(|line| line.due_at).min().unwrap();
            let before = last_of.insert(entry.notice.to.email.to_string(), first);
            assert!(before.is_none_or(|before| before <= first), "what was promised earliest leaves first");
            *told.entry(entry.notice.ticket.unwrap().subject).or_insert(0) += 1;
        }
    }
    let broken =
        test.read(|c| store::breach::list(c, &store::breach::BreachFilter::default(), None, 100_000));
    // Opening many takes a while, in which the first of them may be missed and told of.
    let found = broken.iter().filter(|breach| breach.recorded_at >= in_72_hours());
    let tickets: std::collections::BTreeSet<_> = found.map(|breach| breach.ticket_id).collect();
    assert!(tickets.len() as u64 >= count / 2, "{} of {count} tickets were missed", tickets.len());
    assert_eq!(told.len(), tickets.len(), "each ticket with a miss is told of");
    assert!(told.values().all(|mails| *mails == 1), "one mail for all that one catch-up found: {told:?}");
    assert!(broken.iter().all(|breach| breach.due_at < breach.recorded_at), "none early");
    println!(
        "72 hours down: {} misses of {} tickets, told by {} mails",
        broken.len(),
        tickets.len(),
        told.len()
    );
}

/// Every notice that waits, in the order in which they leave.
async fn in_turn(test: &TestApp) -> Vec<OutboxEntry> {
    let (node, now) = (NodeId::new(test.now()), test.now());
    let mut all = Vec::new();
    loop {
        let take = move |c: &mut Connection| -> Result<Vec<OutboxEntry>, StoreError> {
            let claimed = store::outbox::claim(c, node, now, 100, &Turn::default())?;
            for entry in &claimed {
                store::outbox::mark_sent(c, entry, now)?;
            }
            Ok(claimed)
        };
        let taken = test.app.db.write(take).await.unwrap();
        if taken.is_empty() {
            return all;
        }
        all.extend(taken);
    }
}

/// Lets the watch over the health have its next look.
async fn look_at_health(test: &TestApp) {
    test.app.clock.advance(TimeDelta::seconds(15));
    worker::health::run_once(&test.app, test.now()).await.unwrap();
}

async fn after_72_hours_without_smtp_each_is_told_once(test: TestApp) {
    let test = test.restart_with("[customers]\ntickets_per_hour = 0");
    let count = scaled(8, 100);
    open_tickets(&test, count).await;
    let mut tries = 0;
    while test.now() < in_72_hours() {
        let next = test.read(next_notice).into_iter().chain(test.read(store::ticket::next_wake));
        let next = next.filter(|at| *at > test.now()).min().unwrap_or_else(in_72_hours).min(in_72_hours());
        test.app.clock.set(next);
        worker::timers::run_once(&test.app, next).await.unwrap();
        while test.read(next_notice).is_some_and(|at| at <= next) {
            test.refuse_mails(SendError::Temporary("the mail server is down".to_owned()), 1000);
            tries += worker::outbox::run_once(&test.app, next).await.unwrap();
        }
    }
    test.refuse_mails(SendError::Temporary("the mail server is down".to_owned()), 1000);
    look_at_health(&test).await;
    assert!(test.mails().is_empty(), "nothing can have left");
    test.accept_mails();
    look_at_health(&test).await;
    worker::outbox::run_once(&test.app, test.now()).await.unwrap();
    assert_eq!(test.read(next_notice), None, "all left at the first look that found a mail server");
    let mut sent: Vec<String> = test.mails().iter().map(|mail| mail.message_id.clone()).collect();
    let all = sent.len();
    sent.sort();
    sent.dedup();
    assert_eq!(sent.len(), all, "some left twice");
    println!("72 hours without a mail server: {tries} tries, then {all} mails, none twice");
}

/// More tickets than one transaction moves break at one instant, and somebody else keeps the database for half a minute:
/// what is written afterwards says so, and so do the figures.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_is_recorded_when_it_was_worked_off() {
    let test = TestDatabase::sqlite();
    let (mut app, ann) = found(&test, "1h");
    open_tickets_at(&app, &ann, 201, app.clock.now());
    // They are warned of first.
    worker::timers::run_once(&app, test.read(store::ticket::next_wake).unwrap()).await.unwrap();
    let due = test.read(store::ticket::next_wake).unwrap();
    app.clock = Clock::manual(due);
    let (keeps, kept) = oneshot::channel();
    let (release, released) = channel::<()>();
    let db = app.db.clone();
    let keeping = tokio::spawn(async move {
        let keep = move |_: &mut Connection| {
            let _ = keeps.send(());
            Ok::<_, StoreError>(released.recv().is_ok())
        };
        db.write(keep).await
    });
    kept.await.unwrap();
    let mut moving = std::pin::pin!(worker::timers::catch_up(&app));
    assert!(futures_util::poll!(&mut moving).is_pending());
    app.clock.advance(TimeDelta::seconds(30));
    release.send(()).unwrap();
    moving.await.unwrap();
    assert!(keeping.await.unwrap().unwrap());

    let missed = test.read(|c| store::breach::list(c, &BreachFilter::default(), None, 1000));
    let late = missed.iter().map(|breach| (breach.recorded_at - due).num_seconds());
    let at = |seconds: i64| late.clone().filter(|late| *late == seconds).count();
    assert_eq!((at(0), at(30)), (200, 1), "each batch at its own instant");
    let figures = app.metrics.text(&Health { at: due, checks: Vec::new(), signs: None });
    assert!(figures.contains("punctual_timer_lateness_seconds_sum 60.0"), "both were late:\n{figures}");
}
