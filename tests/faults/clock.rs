//! The machine's clock is set while the program runs, by an hour back, an hour forward and two days forward: nobody is
//! told early, twice or not at all, sessions hold, and what a wrong clock put off does not wait for that time.
//!
//! The process is shown another time by libfaketime, which every call asks anew; the clock that nobody can set stays.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use punctual::app::App;
use punctual::clock;
use punctual::domain::{Envelope, Person};
use punctual::mail::{ReceiverSettings, Refusal, SendError};
use punctual::service::ClockHistory;
use punctual::store::breach::BreachFilter;
use punctual::{store, worker};
use serde_json::json;
use tempfile::TempDir;

use super::clients::{Clients, Login};
use super::health::Watched;
use super::installation::{SEVERITY, found_with, message_ids, open_tickets_at, until, until_within};
use super::scale::{is_long, scaled};
use crate::mail::sink::Sink;
use crate::support::app::{PASSWORD, TestApp, Who, on_both_apps};
use crate::support::browser::Browser;
use crate::support::faketime::show_another_time;
use crate::support::process::{command, sends_to};
use crate::support::test_database::TestDatabase;

/// How many are told at once.
const CUSTOMERS: usize = 20;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// Longer than a step has to last until it is believed.
const BELIEVED: Duration = Duration::from_secs(80);

/// What the process takes for the wall clock: the machine's, and so many seconds.
struct Wall(TempDir);

impl Wall {
    fn new() -> Self {
        let wall = Self(tempfile::tempdir().unwrap());
        wall.set(0);
        wall
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("offset")
    }

    fn set(&self, seconds: i64) {
        // Renamed into its place: half an offset would be read too.
        let new = self.0.path().join("new");
        std::fs::write(&new, format!("{seconds:+}\n")).unwrap();
        std::fs::rename(new, self.file()).unwrap();
    }
}

/// An installation, whose process can be shown another time, and where its mail goes.
struct Stepped {
    test: TestDatabase,
    app: App,
    people: Vec<Person>,
    login: Login,
    sink: Sink,
    /// Whether the mail server is out of order.
    refuses: Arc<AtomicBool>,
    wall: Wall,
    process: Watched,
    clients: Clients,
}

impl Stepped {
    async fn start(test: TestDatabase, respond: &str) -> Self {
        let (app, people) = found_with(&test, &format!("{SEVERITY}'{respond}'\n"), CUSTOMERS);
        let refuses = Arc::new(AtomicBool::new(false));
        let (judge, wall) = (Arc::clone(&refuses), Wall::new());
        let sink = Sink::start_with(ReceiverSettings::new("sink.example"), move |_: &Envelope| {
            if judge.load(Ordering::SeqCst) { Err(Refusal::TryAgain) } else { Ok(()) }
        })
        .await;
        let file = wall.file();
        let process = Watched::prepare(sends_to(sink.address), |settings| {
            let mut process = command("serve", &test.url, settings);
            show_another_time(&mut process).env("FAKETIME_TIMESTAMP_FILE", file);
            process
        });
        let process = process.await;
        let login = Login::begin(&app, &people[0].email);
        let clients = Clients::new(vec![process.address.clone()]);
        Self { test, app, people, login, sink, refuses, wall, process, clients }
    }

    /// Opens so many tickets for each customer, by a clock that nobody has set; gives how many these are.
    fn open_tickets(&self, count: u64) -> usize {
        self.open_tickets_at(count, clock::system_now())
    }

    /// The same by a clock that shows this.
    fn open_tickets_at(&self, count: u64, now: punctual::sla::Instant) -> usize {
        self.people.iter().for_each(|person| open_tickets_at(&self.app, person, count, now));
        self.people.len() * usize::try_from(count).unwrap()
    }

    fn told(&self) -> usize {
        message_ids(&self.sink).len()
    }

    async fn until_told(&self, count: usize) {
        until_within(BELIEVED, "each is told", || self.told() >= count).await;
    }

    /// The session holds, with a token of an hour that the process takes for the present one.
    async fn is_signed_in_at(&self, now: punctual::sla::Instant) {
        let ask = |request| self.login.sign_at(request, now);
        self.clients.send(reqwest::Method::GET, "/api/v1/tickets", ask).await.expect(200);
    }

    /// Each notice left once, and none before its clock.
    fn judge(&self, count: usize) {
        let ids = message_ids(&self.sink);
        assert_eq!(ids.len(), count, "each once");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), count);
        for late in self.lateness() {
            assert!(late >= TimeDelta::zero(), "early by {late}");
        }
    }

    /// How long after the due instant each miss was written down.
    fn lateness(&self) -> Vec<TimeDelta> {
        let misses = self.test.read(|c| store::breach::list(c, &BreachFilter::default(), None, 1_000_000));
        let mut all: Vec<_> = misses.iter().map(|miss| miss.recorded_at - miss.due_at).collect();
        all.sort();
        all
    }
}

/// Steps that somebody takes back within the minute: nothing of them is seen but the health, and that nothing is told
/// before an earlier clock says so.
async fn steps_that_are_taken_back(name: &str, test: TestDatabase) {
    let count = scaled(1, 10);
    let stepped = Stepped::start(test, "4s").await;
    let mut told = 0;
    for by in [HOUR, 2 * DAY] {
        told += stepped.open_tickets(count);
        stepped.wall.set(by);
        stepped.process.until_failing("clock").await;
        stepped.until_told(told).await;
        stepped.is_signed_in_at(clock::system_now()).await;
        stepped.wall.set(0);
    }
    stepped.judge(told);
    let late = stepped.lateness().pop().unwrap();
    assert!(!is_long() || late <= TimeDelta::seconds(2), "the last was written down {late} late");

    stepped.wall.set(-HOUR);
    let each = stepped.open_tickets(count);
    // These are due by its own clock, after the others would be by the right one.
    told += stepped.open_tickets_at(count, clock::system_now() - TimeDelta::hours(1));
    stepped.until_told(told).await;
    stepped.judge(told);
    stepped.is_signed_in_at(clock::system_now() - TimeDelta::hours(1)).await;
    stepped.wall.set(0);
    let back = Instant::now();
    told += each;
    stepped.until_told(told).await;
    stepped.judge(told);
    println!(
        "{name}: +1 h and +2 days, taken back: {} told once, the last {} ms after its due instant; -1 h, taken back: {each} \
         told once, all {:?} later",
        2 * each,
        late.num_milliseconds(),
        back.elapsed()
    );
    stepped.sink.stop().await;
}

/// A step that lasts is believed after a minute; what a clock that was ahead put off leaves once it was set right.
async fn a_step_that_lasts(name: &str, test: TestDatabase, by: i64) {
    let stepped = Stepped::start(test, "50m").await;
    let told = stepped.open_tickets(1);
    stepped.wall.set(by);
    tokio::time::sleep(Duration::from_secs(50)).await;
    assert_eq!(stepped.told(), 0, "it is not believed yet");
    stepped.until_told(told).await;
    stepped.refuses.store(true, Ordering::SeqCst);
    stepped.open_tickets(1);
    let refused = || {
        let notices =
            stepped.test.read(|c| store::outbox::list(c, &store::outbox::OutboxFilter::default(), None, 99));
        notices.iter().any(|notice| notice.last_error.is_some())
    };
    until("the mail server refuses", refused).await;
    stepped.wall.set(0);
    stepped.refuses.store(false, Ordering::SeqCst);
    let back = Instant::now();
    stepped.until_told(2 * told).await;
    stepped.is_signed_in_at(clock::system_now()).await;
    stepped.judge(2 * told);
    println!(
        "{name}: {by:+} s that lasted: all told once; what was put off left {:?} after the clock was right",
        back.elapsed()
    );
    stepped.sink.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_is_set_on_sqlite() {
    steps_that_are_taken_back("SQLite", TestDatabase::sqlite()).await;
    if is_long() {
        for by in [HOUR, 2 * DAY] {
            a_step_that_lasts("SQLite", TestDatabase::sqlite(), by).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_is_set_on_postgres() {
    steps_that_are_taken_back("PostgreSQL", TestDatabase::postgres()).await;
    if is_long() {
        for by in [HOUR, 2 * DAY] {
            a_step_that_lasts("PostgreSQL", TestDatabase::postgres(), by).await;
        }
    }
}

on_both_apps!(
    what_a_clock_that_was_ahead_put_off_does_not_wait_for_that_time,
    a_process_that_begins_leaves_the_time_to_take_a_reply_back,
);

/// The clock was two days ahead while mail was refused, passwords guessed, and the daily backup made.
async fn what_a_clock_that_was_ahead_put_off_does_not_wait_for_that_time(test: TestApp) {
    let folder = tempfile::tempdir().unwrap();
    let test = test.restart_with(&backups_in(folder.path()));
    let right = test.now();
    let report = json!({ "subject": "Nothing works", "text": "At all.", "severity": "Critical" });
    let reported = test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201).json();
    test.tick().await;
    test.mails();

    test.app.clock.advance(TimeDelta::days(2));
    test.refuse_mails(SendError::Temporary("not now".to_owned()), 99);
    test.tick().await;
    let desk = format!("/desk/tickets/{}/message", reported["number"]);
    let words = [("kind", "public"), ("text", "We are looking at it."), ("then", "")];
    test.api(Who::Agent).submit(&desk, &words).await.expect(303);
    for _ in 0..10 {
        Browser::new(&test).sign_in("contact@dms.example", "a guess").await.expect(422);
    }
    worker::backup::run_once(&test.app, test.now()).await.unwrap().expect("a backup is made");
    test.accept_mails();

    test.app.clock.set(right);
    test.tick().await;
    assert!(test.mails().is_empty(), "all of it waits for two days");
    Browser::new(&test).sign_in("contact@dms.example", PASSWORD).await.expect(429);
    worker::set_back::run_once(&test.app, right, ClockHistory::SetBack).await.unwrap();
    test.tick().await;
    let told: Vec<_> = test.mails().into_iter().map(|mail| mail.subject).collect();
    assert!(told.iter().any(|subject| subject.contains("missed")), "the breach: {told:?}");
    assert!(told.iter().any(|subject| subject.starts_with("Re: ")), "the reply: {told:?}");
    Browser::new(&test).sign_in("contact@dms.example", PASSWORD).await.expect(303);
    for day in 1..=2 {
        test.app.clock.set(right + TimeDelta::days(day));
        let made = worker::backup::run_once(&test.app, test.now()).await.unwrap();
        assert!(made.is_some(), "the backup of day {day} is made in its time");
    }
}

/// A process begins, and what it asks is written only after a reply was held that it knows nothing of.
async fn a_process_that_begins_leaves_the_time_to_take_a_reply_back(test: TestApp) {
    let report = json!({ "subject": "Nothing works", "text": "At all.", "severity": "Critical" });
    let reported = test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201).json();
    test.tick().await;
    let begun = test.now();
    test.app.clock.advance(TimeDelta::seconds(1));
    let desk = format!("/desk/tickets/{}/message", reported["number"]);
    let words = [("kind", "public"), ("text", "We are looking at it."), ("then", "")];
    test.api(Who::Agent).submit(&desk, &words).await.expect(303);
    test.mails();
    worker::set_back::run_once(&test.app, begun, ClockHistory::Unknown).await.unwrap();
    test.app.clock.advance(TimeDelta::seconds(9));
    test.tick().await;
    assert!(test.mails().is_empty(), "it can still be taken back");
    test.app.clock.advance(TimeDelta::seconds(1));
    test.tick().await;
    assert_eq!(test.mails().len(), 1);
}

fn backups_in(folder: &Path) -> String {
    format!("[backup]\ndirectory = '{}'\nat = '02:00'\nwithout_key = 'plain'", folder.display())
}
