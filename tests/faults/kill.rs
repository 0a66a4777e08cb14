//! `kill -9` at random instants through the whole life of tickets: whatever the worker was doing, the next one goes on
//! from there.
//!
//! Customers mail, agents answer and resolve, clocks run out, notices leave, and the process that does the work is
//! killed again and again. At the end each mail is one ticket, each miss is recorded and told once, and whatever
//! left twice left under one Message-ID.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use punctual::app::App;
use punctual::domain::{EmailAddress, OutboxState, PersonId, Role, Viewer};
use punctual::service::{self, NewPerson, ServiceError};
use punctual::sla::Status;
use punctual::store::ticket::{Sort, TicketFilter};
use punctual::store::{self, Connection};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::installation::{found, message_ids, next_notice, until};
use super::scale::{scaled, seed};
use crate::mail::sink::Sink;
use crate::support::process::Process;
use crate::support::test_database::TestDatabase;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_anywhere_on_sqlite() {
    killed_anywhere(TestDatabase::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_anywhere_on_postgres() {
    killed_anywhere(TestDatabase::postgres()).await;
}

async fn killed_anywhere(test: TestDatabase) {
    let (app, _) = found(&test, "1s");
    let bob = NewPerson {
        name: "Bob".to_owned(),
        email: agent(),
        role: Role::Agent,
        organization: None,
        team_id: None,
        time_zone: None,
        receives_breach_notices: false,
        password_hash: None,
    };
    let context = app.context();
    app.db.write_now(move |c| service::add_person(c, &context, bob)).unwrap();
    let (kills, seed) = (scaled(15, 5_000), seed());
    let mut random = StdRng::seed_from_u64(seed);
    let sink = Sink::start().await;
    let begun = Instant::now();
    let mut mails = 0;
    for _ in 0..kills {
        let worker = Process::worker(&test.url, sink.address);
        let dies_at = Instant::now() + Duration::from_micros(random.random_range(20_000..400_000));
        while Instant::now() < dies_at {
            mails += 1;
            receive(&app, mails);
            touch(&app, &mut random);
            tokio::time::sleep(Duration::from_millis(random.random_range(1..60))).await;
        }
        worker.kill();
    }
    let worker = Process::worker(&test.url, sink.address);
    until("every mail is a ticket", || tickets(&app).len() == mails).await;
    until("every clock has run out", || test.read(store::ticket::next_wake).is_none()).await;
    until("every notice has left", || test.read(next_notice).is_none() && all_sent(&test)).await;
    worker.kill();

    let subjects: BTreeSet<String> = tickets(&app).into_iter().collect();
    assert_eq!(subjects.len(), mails, "a mail became two tickets");
    let misses =
        test.read(|c| store::breach::list(c, &store::breach::BreachFilter::default(), None, 1_000_000));
    assert!(misses.iter().all(|miss| miss.due_at < miss.recorded_at), "a miss was recorded early");
    let notices =
        test.read(|c| store::outbox::list(c, &store::outbox::OutboxFilter::default(), None, 1_000_000));
    let told = notices.iter().filter(|notice| notice.notice.body.label() == "breach notice").count();
    assert_eq!(told, misses.len(), "each miss is told by one notice");
    let mut times = BTreeMap::new();
    message_ids(&sink).into_iter().for_each(|id| *times.entry(id).or_insert(0_usize) += 1);
    assert_eq!(times.len(), notices.len(), "each notice left");
    let repeated: usize = times.values().map(|times| times - 1).sum();
    assert!(repeated as u64 <= kills * 16, "more repeated than can have been under way");
    println!(
        "seed {seed}: {kills} kills in {:?}: {mails} mails, as many tickets; {} misses, as many notices; \
         {} notices left, {repeated} of them once more under the same Message-ID",
        begun.elapsed(),
        misses.len(),
        notices.len(),
    );
    sink.stop().await;
}

/// A customer mails.
fn receive(app: &App, number: usize) {
    let raw = format!("From: ann@acme.example\r\nSubject: Fault {number}\r\n\r\nIt does not start.\r\n");
    let context = app.context();
    app.db
        .write_now(move |c| service::store_mail(c, &context, "ingest", raw.as_bytes(), context.now))
        .unwrap();
}

/// Somebody resolves one of the newest tickets. Losing a race against the worker is as good.
fn touch(app: &App, random: &mut StdRng) {
    let context = app.context();
    let place: usize = random.random_range(0..40);
    let resolve = move |c: &mut Connection| -> Result<(), ServiceError> {
        let filter = TicketFilter { status: vec![Status::Open], ..TicketFilter::default() };
        let page = store::ticket::list(c, viewer(), &filter, Sort::default(), None, 40)?;
        let (Some(row), Some(agent)) = (page.rows.get(place), store::person::find_by_email(c, &agent())?)
        else {
            return Ok(());
        };
        service::set_status(c, &context, &agent, row.id, None, Status::Resolved).map(drop)
    };
    let _ = app.db.write_now(resolve);
}

fn agent() -> EmailAddress {
    EmailAddress::parse("agent@provider.example").unwrap()
}

fn viewer() -> Viewer {
    Viewer::Staff(PersonId(uuid::Uuid::nil()))
}

fn tickets(app: &App) -> Vec<String> {
    let all = TicketFilter::default();
    let mut after = None;
    let mut subjects = Vec::new();
    loop {
        let page = app.db.read_now(|c| store::ticket::list(c, viewer(), &all, Sort::default(), after, 1000));
        let page = page.unwrap();
        subjects.extend(page.rows.into_iter().map(|row| row.subject));
        after = page.next;
        if after.is_none() {
            return subjects;
        }
    }
}

fn all_sent(test: &TestDatabase) -> bool {
    test.read(store::outbox::counts).iter().all(|(state, _)| *state == OutboxState::Sent)
}
