//! Going back to an earlier version of the program and forward again on a big database, while tickets are opened all
//! the time, and with the migrating process killed again and again.
//!
//! `tests/faults/run upgrade` does it with a million tickets.

use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant as Moment};

use diesel::connection::SimpleConnection;
use diesel::{Connection as _, PgConnection, SqliteConnection};
use punctual::store::DatabaseUrl;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::scale::{scaled, seed};
use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::big;

/// The last step of the earlier version: before it made over the outbox, and put columns and indexes to the large
/// tables.
const EARLIER: &str = "0049";

/// The longest time in which nobody may be able to write.
const LONGEST_GAP: Duration = Duration::from_secs(60);

/// What both versions know of a ticket, so that either can open one.
const OPEN: &str = "
    INSERT INTO ticket (id, number, version, subject, channel, status, organization_id, requester_id,
        contract_version_id, severity, severity_reason, severity_rank, timers, next_due_clock, next_due_at,
        next_wake_at, queue_order, breach_count, is_outside_agreement, created_at, updated_at)
    SELECT NEW_ID, -NUMBER, version, 'Opened meanwhile', channel, status, organization_id, requester_id,
        contract_version_id, severity, severity_reason, severity_rank, timers, next_due_clock, next_due_at,
        next_wake_at, queue_order, breach_count, is_outside_agreement, created_at, updated_at
    FROM ticket WHERE number = 1;
    INSERT INTO message (id, ticket_id, author_id, kind, channel, text, created_at)
    SELECT NEW_ID, NEW_ID, author_id, kind, channel, text, created_at
    FROM message WHERE ticket_id = (SELECT id FROM ticket WHERE number = 1) LIMIT 1;";

on_both_apps!(back_and_forward_while_tickets_are_opened);

async fn back_and_forward_while_tickets_are_opened(test: TestApp) {
    big::fill(&test, scaled(2_000, 1_000_000));
    let (url, stop) = (test.url(), AtomicBool::new(false));
    let before = rows(&test);
    let (opened, gap) = std::thread::scope(|scope| {
        let writer = scope.spawn(|| write_until(&url, &stop));
        let back = killed_until_done(&url, &["--back-to", EARLIER]);
        let forward = killed_until_done(&url, &[]);
        stop.store(true, Ordering::SeqCst);
        println!("{} tickets: back in {back:?}, forward in {forward:?}", before[0]);
        writer.join().unwrap()
    });
    println!("tickets opened meanwhile: {opened}, the longest time without one: {gap:?}");
    assert!(opened > 0, "nobody could write");
    assert!(gap < LONGEST_GAP, "nobody could write for {gap:?}");
    assert_eq!(test.database().pending_migrations().unwrap(), Vec::<String>::new());
    let [tickets, messages, others @ ..] = before;
    assert_eq!(rows(&test), [[tickets + opened, messages + opened].as_slice(), &others].concat()[..]);
    test.api(Who::Agent).get("/api/v1/tickets/1").await.expect(200);
}

/// How many rows there are of what an upgrade must keep.
fn rows(test: &TestApp) -> [u64; 6] {
    ["ticket", "message", "activity", "promise", "breach", "outbox"].map(|table| big::count(test, table))
}

/// Migrates, killed in the middle several times and begun anew, until a run comes to its end; gives how long it all
/// took.
fn killed_until_done(url: &DatabaseUrl, arguments: &[&str]) -> Duration {
    let (begun, mut chance) = (Moment::now(), StdRng::seed_from_u64(seed()));
    for _ in 0..scaled(3, 6) {
        let mut process = migrate(url, arguments).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(chance.random_range(1..scaled(150, 8_000))));
        process.kill().unwrap();
        process.wait().unwrap();
    }
    let last = migrate(url, arguments).stderr(Stdio::piped()).output().unwrap();
    assert!(last.status.success(), "{}", String::from_utf8_lossy(&last.stderr));
    begun.elapsed()
}

fn migrate(url: &DatabaseUrl, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_punctual"));
    let database = match url {
        DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        DatabaseUrl::Postgres(address) => address.clone(),
    };
    command.arg("migrate").args(arguments).env("DATABASE_URL", database);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Opens a ticket a few hundred times a second, as a process of the earlier version does; gives how many, and the
/// longest time that one of them took with the wait before it.
fn write_until(url: &DatabaseUrl, stop: &AtomicBool) -> (u64, Duration) {
    let mut execute: Box<dyn FnMut(&str)> = match url {
        DatabaseUrl::Sqlite(path) => {
            let mut sqlite = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
            sqlite.batch_execute("PRAGMA busy_timeout = 120000").unwrap();
            Box::new(move |job| sqlite.batch_execute(&format!("BEGIN IMMEDIATE; {job} COMMIT;")).unwrap())
        }
        DatabaseUrl::Postgres(address) => {
            let mut postgres = PgConnection::establish(address).unwrap();
            Box::new(move |job| postgres.batch_execute(&format!("BEGIN; {job} COMMIT;")).unwrap())
        }
    };
    let is_sqlite = matches!(url, DatabaseUrl::Sqlite(_));
    let (mut opened, mut longest, mut last) = (0, Duration::ZERO, Moment::now());
    while !stop.load(Ordering::SeqCst) {
        opened += 1;
        let id = format!("'00000000-0000-4000-8000-{opened:012x}'");
        let id = if is_sqlite { id } else { format!("{id}::uuid") };
        execute(&OPEN.replace("NEW_ID", &id).replace("NUMBER", &opened.to_string()));
        longest = longest.max(last.elapsed());
        last = Moment::now();
        std::thread::sleep(Duration::from_millis(3));
    }
    (opened, longest)
}
