//! Many at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use punctual::domain::{
    Breach, BreachId, ContentHash, InboundMail, InboundMailId, InboundState, NodeId, Page, PageId, PersonId,
};
use punctual::sla::ClockKind;
use punctual::store::outbox::Turn;
use punctual::store::{self, Database, StoreError, setting};
use serde_json::json;

use super::seed::{World, noon, notice, severity};
use punctual::vault::Keyring;

use crate::support::test_database::{TestDatabase, on_both_databases};

on_both_databases!(
    one_failing_write_harms_no_other,
    thirty_two_writers_all_succeed,
    two_processes_write_at_once,
    numbers_are_given_once,
    a_unique_key_is_written_once,
    a_secret_is_made_once,
    a_notice_is_claimed_by_one_sender,
    a_version_is_taken_once,
);

/// Runs this many jobs at once, and counts those that say yes.
fn count_yes(times: usize, job: impl Fn(usize) -> bool + Sync) -> usize {
    let yes = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for number in 0..times {
            let (yes, job) = (&yes, &job);
            scope.spawn(move || yes.fetch_add(usize::from(job(number)), Ordering::Relaxed));
        }
    });
    yes.into_inner()
}

/// Every third job fails after it wrote, and every third panics: all others are kept, and those two kinds leave
/// nothing.
fn one_failing_write_harms_no_other(test: &TestDatabase) {
    let kept = count_yes(120, |number| {
        let outcome = test.database.write_now(move |c| {
            setting::put(c, &format!("key{number}"), &json!(number))?;
            match number % 3 {
                0 => Err(StoreError::NotFound),
                1 => panic!("on purpose"),
                _ => Ok(()),
            }
        });
        outcome.is_ok()
    });
    assert_eq!(kept, 40);
    let found = (0..120).filter(|number| {
        let key = format!("key{number}");
        test.database.read_now(|c| setting::get(c, &key)).unwrap().is_some()
    });
    assert_eq!(found.collect::<Vec<_>>(), (0..120).filter(|number| number % 3 == 2).collect::<Vec<_>>());
}

fn thirty_two_writers_all_succeed(test: &TestDatabase) {
    let world = Arc::new(test.database.write_now(World::write).unwrap());
    let succeeded = count_yes(32, |_| {
        (0..5).all(|_| {
            let world = Arc::clone(&world);
            let written = test.database.write_now(move |c| world.write_ticket(c));
            let everything = store::ticket::TicketFilter::default();
            let viewer = punctual::domain::Viewer::Staff(PersonId::new(noon()));
            let read = test.database.read_now(|c| store::ticket::count(c, viewer, &everything));
            written.is_ok() && read.is_ok_and(|count| count > 0)
        })
    });
    assert_eq!(succeeded, 32);
}

/// A second process on the same database, as `serve` and `worker` are.
fn two_processes_write_at_once(test: &TestDatabase) {
    let other = test.open_again();
    let written = count_yes(16, |number| {
        let database: &Database = if number % 2 == 0 { &test.database } else { &other };
        (0..10).all(|turn| {
            database.write_now(move |c| setting::put(c, &format!("{number}.{turn}"), &json!(turn))).is_ok()
        })
    });
    assert_eq!(written, 16);
}

fn numbers_are_given_once(test: &TestDatabase) {
    let numbers = std::sync::Mutex::new(Vec::new());
    count_yes(24, |_| {
        let number = test.database.write_now(store::ticket::next_number).unwrap();
        numbers.lock().unwrap().push(number.0);
        true
    });
    let mut numbers = numbers.into_inner().unwrap();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=24).collect::<Vec<_>>());
}

fn a_unique_key_is_written_once(test: &TestDatabase) {
    let world = test.database.write_now(World::write).unwrap();
    let ticket = test.database.write_now(move |c| world.write_ticket(c)).unwrap();
    let raw = test.database.write_now(|c| store::blob::put(c, &Keyring::default(), b"raw")).unwrap();
    let insert_notice = |_| {
        let entry = notice(&ticket, "breach:1:respond", "ann@acme.example");
        test.database.write_now(move |c| store::outbox::insert(c, &entry)).unwrap()
    };
    let insert_breach = |_| {
        let breach = Breach {
            id: BreachId::new(noon()),
            ticket_id: ticket.id,
            clock: ClockKind::Respond,
            severity: severity("Low"),
            due_at: noon(),
            recorded_at: noon(),
            met_at: None,
        };
        test.database.write_now(move |c| store::breach::insert(c, &breach)).unwrap()
    };
    let insert_page = |_| {
        let page = Page {
            id: PageId::new(noon()),
            ticket_id: ticket.id,
            chain_started_at: noon(),
            step: 0,
            person_id: None,
            why: "out of hours".to_owned(),
            paged_at: noon(),
            taken_at: None,
            taken_by: None,
        };
        test.database.write_now(move |c| store::page::insert(c, &page)).unwrap()
    };
    let insert_mail = |_| {
        let mail = received(&raw);
        let outcome = test.database.write_now(move |c| store::inbound::insert_raw(c, &mail)).unwrap();
        outcome == store::inbound::InboundInsertion::Inserted
    };
    assert_eq!(count_yes(12, insert_notice), 1, "notices");
    assert_eq!(count_yes(12, insert_breach), 1, "breaches");
    assert_eq!(count_yes(12, insert_page), 1, "pages");
    assert_eq!(count_yes(12, insert_mail), 1, "mails");
}

fn received(raw: &ContentHash) -> InboundMail {
    InboundMail {
        id: InboundMailId::new(noon()),
        source: "ingest".to_owned(),
        raw: raw.clone(),
        size: 3,
        received_at: noon(),
        state: InboundState::Received,
        error: None,
        attempts: 0,
        ticket_id: None,
    }
}

fn a_secret_is_made_once(test: &TestDatabase) {
    let secrets = std::sync::Mutex::new(std::collections::BTreeSet::new());
    count_yes(12, |number| {
        let own = json!(format!("secret {number}"));
        let kept = test.database.write_now(move |c| setting::put_if_absent(c, "token_key", &own)).unwrap();
        secrets.lock().unwrap().insert(kept.to_string());
        true
    });
    assert_eq!(secrets.into_inner().unwrap().len(), 1);
}

fn a_notice_is_claimed_by_one_sender(test: &TestDatabase) {
    let world = test.database.write_now(World::write).unwrap();
    test.database
        .write_now(move |c| {
            let ticket = world.write_ticket(c)?;
            for number in 0..30 {
                store::outbox::insert(
                    c,
                    &notice(&ticket, &format!("key{number}"), &format!("ann{number}@acme.example")),
                )?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    let claimed = std::sync::Mutex::new(Vec::new());
    count_yes(12, |_| {
        let node = NodeId::new(noon());
        let mine = test
            .database
            .write_now(move |c| store::outbox::claim(c, node, noon(), 5, &Turn::default()))
            .unwrap();
        claimed.lock().unwrap().extend(mine.into_iter().map(|entry| entry.key));
        true
    });
    let mut claimed = claimed.into_inner().unwrap();
    claimed.sort();
    let all = claimed.len();
    claimed.dedup();
    assert_eq!((claimed.len(), all), (30, 30));
}

/// Of writers that saw the same version of a ticket, one is kept; the others are told.
fn a_version_is_taken_once(test: &TestDatabase) {
    let world = test.database.write_now(World::write).unwrap();
    let ticket = test.database.write_now(move |c| world.write_ticket(c)).unwrap();
    let kept = count_yes(12, |number| {
        let (before, mut changed) = (ticket.clone(), ticket.clone());
        changed.version = 2;
        changed.subject = format!("Changed by {number}");
        match test.database.write_now(move |c| store::ticket::update(c, &before, &changed)) {
            Ok(()) => true,
            Err(error) => {
                assert_eq!(error, StoreError::Conflict { what: "ticket" });
                false
            }
        }
    });
    assert_eq!(kept, 1);
}
