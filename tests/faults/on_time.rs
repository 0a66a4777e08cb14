//! Ten thousand promises run out beside a ticket that is poisoned and a mail server that is stuck: each is told once,
//! none early, and nearly all within two seconds of their due instants.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::TimeDelta;
use punctual::domain::{Envelope, NoticeBody, OutboxEntry, OutboxState};
use punctual::mail::{ReceiverSettings, Refusal};
use punctual::store;
use punctual::store::breach::BreachFilter;
use punctual::store::outbox::OutboxFilter;

use super::installation::{SEVERITY, found_with, message_ids, next_notice, open_tickets, until_within};
use super::scale::{is_long, scaled};
use crate::mail::sink::Sink;
use crate::support::process::Process;
use crate::support::test_database::TestDatabase;

/// Customers who are told; the last one's mail server takes nothing.
const CUSTOMERS: usize = 41;
/// Tickets of each customer that are opened at once.
const AT_ONCE: u64 = 5;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_others_are_on_time_on_sqlite() {
    all_others_are_on_time("SQLite", TestDatabase::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_others_are_on_time_on_postgres() {
    all_others_are_on_time("PostgreSQL", TestDatabase::postgres()).await;
}

async fn all_others_are_on_time(name: &str, test: TestDatabase) {
    let (app, people) = found_with(&test, &format!("{SEVERITY}'5s'\n"), CUSTOMERS);
    let stuck = people.last().unwrap().email.to_string();
    let judge = move |envelope: &Envelope| match envelope.recipients.contains(&stuck) {
        true => Err(Refusal::TryAgain),
        false => Ok(()),
    };
    let sink = Sink::start_with(ReceiverSettings::new("sink.example"), judge).await;
    let _worker = Process::worker(&test.url, sink.address);
    open_tickets(&app, &people[0], 1);
    test.sql("UPDATE ticket SET timers = 'no clocks'");
    let rounds = scaled(1, 50);
    for _ in 0..rounds {
        for person in &people {
            open_tickets(&app, person, AT_ONCE);
        }
        tokio::time::sleep(Duration::from_millis(scaled(1, 1000))).await;
    }
    let told = (CUSTOMERS as u64 - 1) * AT_ONCE * rounds;
    let missed = CUSTOMERS as u64 * AT_ONCE * rounds;
    let recorded = |test: &TestDatabase| {
        test.read(|c| store::breach::list(c, &BreachFilter::default(), None, 1_000_000))
    };
    // The promises of the customer who can't be told run out last.
    until_within(Duration::from_secs(240), "all are told but those who can't be", || {
        sent(&test).len() as u64 == told && recorded(&test).len() as u64 == missed
    })
    .await;
    let misses = recorded(&test);
    assert_eq!(misses.len() as u64, missed, "all but the poisoned one");
    assert!(misses.iter().all(|miss| miss.due_at < miss.recorded_at), "none early");
    let ids = message_ids(&sink);
    assert_eq!(ids.len() as u64, told);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len() as u64, told, "each once");
    assert_eq!(test.read(store::stuck_ticket::count), 1);
    assert!(test.read(next_notice).is_some(), "what the stuck server refused is tried again");

    let recorded = misses.iter().map(|miss| miss.recorded_at - miss.due_at).collect();
    let left = sent(&test).iter().map(lateness).collect();
    let (recorded, left) = (Lateness::of(recorded), Lateness::of(left));
    println!(
        "{name}: {} breaches beside a poisoned ticket and a stuck mail server: recorded {recorded}; told {left}",
        misses.len()
    );
    if is_long() {
        assert!(recorded.within_two_seconds >= 0.99 && left.within_two_seconds >= 0.99);
    }
    sink.stop().await;
}

/// The breach notices that have left.
fn sent(test: &TestDatabase) -> Vec<OutboxEntry> {
    let filter = OutboxFilter { state: Some(OutboxState::Sent), ..OutboxFilter::default() };
    test.read(|c| store::outbox::list(c, &filter, None, 1_000_000))
}

/// How long after the due instant a notice left.
fn lateness(notice: &OutboxEntry) -> TimeDelta {
    let NoticeBody::Breach { missed, .. } = &notice.notice.body else { panic!("no other notice is sent") };
    notice.sent_at.unwrap() - missed[0].due_at.unwrap()
}

/// How late things were.
struct Lateness {
    within_two_seconds: f64,
    p50: TimeDelta,
    p99: TimeDelta,
}

impl Lateness {
    fn of(mut all: Vec<TimeDelta>) -> Self {
        all.sort();
        let prompt = all.iter().filter(|by| **by <= TimeDelta::seconds(2)).count();
        Self {
            within_two_seconds: prompt as f64 / all.len() as f64,
            p50: all[all.len() / 2],
            p99: all[all.len() * 99 / 100],
        }
    }
}

impl std::fmt::Display for Lateness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (share, p50, p99) =
            (self.within_two_seconds * 100.0, self.p50.num_milliseconds(), self.p99.num_milliseconds());
        write!(f, "{share:.1} % within 2 s (half within {p50} ms, 99 % within {p99} ms)")
    }
}
