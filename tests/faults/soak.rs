//! One SQLite file under everybody at once: those who write, those who read, mail through the pipe, and backups. Nobody
//! is refused, and nothing is lost.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use punctual::domain::{Role, Viewer};
use punctual::store;
use punctual::store::ticket::TicketFilter;
use punctual::vault::Key;
use reqwest::Method;
use serde_json::json;

use super::clients::{Clients, Login};
use super::health::Watched;
use super::installation::{SEVERITY, add_staff, found_with, until};
use super::scale::scaled;
use crate::mail::pipe::ingest;
use crate::mail::sink::Sink;
use crate::support::process::{command, sends_to};
use crate::support::test_database::TestDatabase;

/// Those who write, and those who read.
const EACH: usize = 32;

/// What was done.
#[derive(Default)]
struct Done {
    tickets: AtomicU64,
    replies: AtomicU64,
    reads: AtomicU64,
    mails: AtomicU64,
    backups: AtomicU64,
}

struct Soak {
    test: TestDatabase,
    clients: Clients,
    writers: Vec<Login>,
    agent: Login,
    key: Key,
    until: Instant,
    done: Done,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_readers_mail_and_backups_share_one_file() {
    let (test, sink, folder) = (TestDatabase::sqlite(), Sink::start().await, tempfile::tempdir().unwrap());
    let (app, people) = found_with(&test, &format!("{SEVERITY}'2s'\n"), EACH);
    let agent = add_staff(&app, "agent@provider.example", Role::Agent);
    let writers = people.iter().map(|person| Login::begin(&app, &person.email)).collect();
    let agent = Login::begin(&app, &agent.email);
    let said = folder.path().join("log");
    let process = Watched::prepare(sends_to(sink.address), |settings| {
        let mut command = command("serve", &test.url, settings);
        command.stderr(std::fs::File::create(&said).unwrap());
        command
    });
    let process = process.await;
    let (clients, key) = (Clients::new(vec![process.address.clone()]), Key::generate());
    let until = Instant::now() + Duration::from_secs(scaled(4, 600));
    let soak = Arc::new(Soak { test, clients, writers, agent, key, until, done: Done::default() });
    let writing = (0..EACH).map(|which| tokio::spawn(Arc::clone(&soak).write(which)));
    let reading = (0..EACH).map(|which| tokio::spawn(Arc::clone(&soak).read(which)));
    let others = [tokio::spawn(Arc::clone(&soak).pipe()), tokio::spawn(Arc::clone(&soak).back_up())];
    for one in join_all(writing.chain(reading).chain(others)).await {
        one.unwrap();
    }
    soak.judge(&std::fs::read_to_string(&said).unwrap()).await;
    drop(process);
    sink.stop().await;
}

impl Soak {
    fn goes_on(&self) -> bool {
        Instant::now() < self.until
    }

    async fn write(self: Arc<Self>, which: usize) {
        let (ann, done) = (&self.writers[which], &self.done);
        while self.goes_on() {
            let report = json!({ "subject": "Soaked", "text": "It does not start." });
            let sent =
                self.clients.send(Method::POST, "/api/v1/tickets", |r| ann.sign(r).json(&report)).await;
            let number = sent.expect(201).json()["number"].to_string();
            done.tickets.fetch_add(1, Ordering::SeqCst);
            let path = format!("/api/v1/tickets/{number}/replies");
            let reply = json!({ "text": "We look at it." });
            let sent = self.clients.send(Method::POST, &path, |r| self.agent.sign(r).json(&reply)).await;
            sent.expect(201);
            done.replies.fetch_add(1, Ordering::SeqCst);
        }
    }

    async fn read(self: Arc<Self>, which: usize) {
        let ann = &self.writers[which];
        while self.goes_on() {
            self.clients.get(&self.agent, "/api/v1/tickets?limit=20").await.expect(200);
            self.clients.get(ann, "/api/v1/tickets?text=soaked").await.expect(200);
            self.done.reads.fetch_add(2, Ordering::SeqCst);
        }
    }

    async fn pipe(self: Arc<Self>) {
        while self.goes_on() {
            let number = self.done.mails.fetch_add(1, Ordering::SeqCst);
            let mail = format!("From: ann@acme0.example\r\nSubject: Piped\r\n\r\nIt is mail {number}.\r\n");
            run(ingest(&self.test.url), mail.into_bytes()).await;
        }
    }

    /// The command reads each backup back before it says that it was made.
    async fn back_up(self: Arc<Self>) {
        while self.goes_on() {
            let folder = tempfile::tempdir().unwrap();
            let keys = [("ENCRYPTION__KEYS__0", self.key.reveal().to_string())];
            let arguments = format!("backup --to {}", folder.path().display());
            run(command(&arguments, &self.test.url, &keys), Vec::new()).await;
            self.done.backups.fetch_add(1, Ordering::SeqCst);
        }
    }

    async fn judge(&self, log: &str) {
        let Done { tickets, replies, reads, mails, backups } = &self.done;
        let [tickets, replies, reads, mails, backups] =
            [tickets, replies, reads, mails, backups].map(|count| count.load(Ordering::SeqCst));
        assert_eq!(
            self.clients.unanswered.load(Ordering::SeqCst),
            0,
            "{}",
            self.clients.unanswered_because.lock().unwrap()
        );
        assert!(!log.contains("locked"), "{log}");
        let of = |c: &mut store::Connection, text: &str| {
            let text = Some(text.to_owned());
            let viewer = Viewer::Staff(self.agent.person.id);
            store::ticket::count(c, viewer, &TicketFilter { text, ..TicketFilter::default() })
        };
        until("every mail is read", || self.test.read(|c| of(c, "Piped")) as u64 == mails).await;
        assert_eq!(
            self.test.read(|c| of(c, "Soaked")) as u64,
            tickets,
            "each that was acknowledged is there"
        );
        assert!(backups > 0 && replies == tickets);
        println!(
            "{EACH} writers and {EACH} readers on one file: {tickets} tickets, {replies} replies, {reads} reads, {mails} mails \
             through the pipe, {backups} backups read back: none refused, none lost"
        );
    }
}

/// Runs a command on this input; it has to succeed, and to say nothing of a lock.
async fn run(mut command: Command, input: Vec<u8>) {
    let running = tokio::task::spawn_blocking(move || {
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(&input).unwrap();
        child.wait_with_output().unwrap()
    });
    let output = running.await.unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !said.contains("locked"), "{said}");
}
