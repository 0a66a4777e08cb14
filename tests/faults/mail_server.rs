//! The mail server is gone, or never says that it took a mail: nothing is lost, and what left twice left under one
//! Message-ID.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use punctual::domain::{ActivityKind, OutboxState};
use punctual::store::outbox::OutboxFilter;
use punctual::store::{self, DatabaseUrl};

use super::health::Watched;
use super::installation::{SEVERITY, all_sent, found_with, message_ids, open_tickets, until, until_within};
use super::line::{MailLine, Mood};
use super::scale::scaled;
use crate::mail::sink::Sink;
use crate::support::process::sends_to;
use crate::support::test_database::TestDatabase;

/// How many customers wait for a notice.
const CUSTOMERS: usize = 30;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_that_was_down_gets_everything_once() {
    for test in [TestDatabase::sqlite(), TestDatabase::postgres()] {
        let (sink, count, seconds) = (Sink::start().await, scaled(30, 3_000), scaled(3, 600));
        let line = MailLine::start(sink.address, Mood::Down).await;
        let (app, people) = found_with(&test, &format!("{SEVERITY}'1s'\n"), CUSTOMERS);
        let process = Watched::start("serve", &test.url, sends_to(line.address)).await;
        let begun = Instant::now();
        process.until_failing("mail server").await;
        for person in &people {
            open_tickets(&app, person, count / CUSTOMERS as u64);
        }
        until("every miss is told of", || test.read(store::ticket::next_wake).is_none()).await;
        tokio::time::sleep(Duration::from_secs(seconds).saturating_sub(begun.elapsed())).await;
        assert!(sink.mails().is_empty());
        line.mood.send_replace(Mood::Open);
        let back = Instant::now();
        // One look at the mail server later; nothing waits for as long as it was away.
        until_within(Duration::from_secs(60), "all have left", || all_sent(&test)).await;
        let ids = message_ids(&sink);
        assert_eq!(ids.len() as u64, count, "each once");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len() as u64, count);
        println!(
            "{}: no mail server for {seconds} s amid {count} breaches: all told once, the last {:?} after it was back",
            kind(&test.url),
            back.elapsed()
        );
        sink.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_whose_receipt_was_hidden_leaves_again_under_the_same_name() {
    for test in [TestDatabase::sqlite(), TestDatabase::postgres()] {
        let sink = Sink::start().await;
        let line = MailLine::start(sink.address, Mood::HidesLastWord).await;
        let (app, people) = found_with(&test, &format!("{SEVERITY}'1s'\n"), CUSTOMERS);
        let process = Watched::start("serve", &test.url, sends_to(line.address)).await;
        for person in &people {
            open_tickets(&app, person, 1);
        }
        until("the server has all", || message_ids(&sink).len() >= CUSTOMERS).await;
        process.until_failing("outgoing mail").await;
        line.mood.send_replace(Mood::Open);
        until("all count as sent", || all_sent(&test)).await;
        process.until_well("outgoing mail").await;
        let ids = message_ids(&sink);
        let different: BTreeSet<_> = ids.iter().collect();
        assert_eq!(different.len(), CUSTOMERS, "one name for each");
        assert_eq!(ids.len(), 2 * CUSTOMERS, "once unheard, and once more");
        assert_eq!(
            uncertain(&test),
            CUSTOMERS,
            "each ticket's history says that the mail may have come twice"
        );
        println!(
            "{}: {CUSTOMERS} mails whose receipt was hidden: each left once more, under the same Message-ID",
            kind(&test.url)
        );
        sink.stop().await;
    }
}

/// Tickets whose history tells of a delivery that is uncertain.
fn uncertain(test: &TestDatabase) -> usize {
    let notices = test.read(|c| store::outbox::list(c, &OutboxFilter::default(), None, 1000));
    let tickets: BTreeSet<_> = notices
        .iter()
        .filter(|notice| notice.state == OutboxState::Sent)
        .filter_map(|notice| Some(notice.notice.ticket.as_ref()?.id))
        .collect();
    let tells = |ticket| {
        let history = test.read(|c| store::activity::list(c, ticket));
        history.iter().any(|line| matches!(line.kind, ActivityKind::DeliveryUncertain { .. }))
    };
    tickets.into_iter().filter(|ticket| tells(*ticket)).count()
}

fn kind(url: &DatabaseUrl) -> &'static str {
    match url {
        DatabaseUrl::Sqlite(_) => "SQLite",
        DatabaseUrl::Postgres(_) => "PostgreSQL",
    }
}
