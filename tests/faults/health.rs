//! Each fault turns the health of a running process red within a minute, and the check that does so is the one that
//! says what to do.

use std::io::{ErrorKind, Read};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use punctual::store::DatabaseUrl;
use serde_json::Value;

use super::installation::{found, open_tickets};
use crate::support::process::{Process, command, sends_to};
use crate::support::test_database::TestDatabase;

/// Within what every fault has to show.
const A_MINUTE: Duration = Duration::from_secs(60);

/// A process whose health is asked for again and again.
pub struct Watched {
    pub address: String,
    pub process: Process,
}

impl Watched {
    /// Starts the program with pages, and waits until it answers.
    pub async fn start(
        arguments: &str,
        database: &DatabaseUrl,
        settings: Vec<(&'static str, String)>,
    ) -> Self {
        Self::prepare(settings, |settings| command(arguments, database, settings)).await
    }

    /// The same with a command of one's own, given the settings that it needs.
    pub async fn prepare(
        mut settings: Vec<(&'static str, String)>,
        command: impl FnOnce(&[(&str, String)]) -> std::process::Command,
    ) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listen = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        settings.push(("HTTP__LISTEN", listen.clone()));
        // One customer writes more here than people do.
        settings.push(("CUSTOMERS__TICKETS_PER_HOUR", "0".to_owned()));
        let process = Process::spawn(command(&settings));
        let watched = Self { address: format!("http://{listen}"), process };
        watched
            .until("it answers", |watched| async move { watched.status("/livez").await == Some(200) })
            .await;
        watched
    }

    /// What a path answers; none while nobody does.
    pub async fn status(&self, path: &str) -> Option<u16> {
        Some(reqwest::get(format!("{}{path}", self.address)).await.ok()?.status().as_u16())
    }

    async fn condition(&self, check: &str) -> Option<String> {
        let answer = reqwest::get(format!("{}/healthz", self.address)).await.ok()?;
        let health: Value = answer.json().await.ok()?;
        let found = health.as_array()?.iter().find(|one| one["check"] == check)?;
        Some(found["condition"].as_str()?.to_owned())
    }

    /// Waits until a check fails, a minute at most, and prints how long that took.
    pub async fn until_failing(&self, check: &str) {
        let begun = Instant::now();
        self.until(
            check,
            |watched| async move { watched.condition(check).await.as_deref() == Some("failing") },
        )
        .await;
        assert_eq!(
            self.status("/healthz").await,
            Some(503),
            "who asks for the health as a whole is told too"
        );
        println!("the check of {check} failed {:?} later", begun.elapsed());
    }

    /// Waits until a check is fine again.
    pub async fn until_well(&self, check: &str) {
        self.until(check, |watched| async move { watched.condition(check).await.as_deref() == Some("well") })
            .await;
    }

    /// Waits until requests can, or can't, be served.
    pub async fn until_ready_is(&self, status: u16) {
        self.until("readiness", |watched| async move { watched.status("/readyz").await == Some(status) })
            .await;
    }

    async fn until<'a, F: Future<Output = bool>>(&'a self, what: &str, is_so: impl Fn(&'a Self) -> F) {
        let begun = Instant::now();
        while !is_so(self).await {
            assert!(begun.elapsed() < A_MINUTE, "{what}: not within a minute");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_gone_turns_readiness_red() {
    let test = TestDatabase::postgres();
    let process = Watched::start("serve", &test.url, Vec::new()).await;
    process.until_ready_is(200).await;
    test.server().go_away();
    process.until_failing("database").await;
    process.until_ready_is(503).await;
    test.server().come_back();
    process.until_ready_is(200).await;
    process.until_well("database").await;
    assert_eq!(
        process.condition("clock").await.as_deref(),
        Some("well"),
        "nobody has set the clock meanwhile"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mailbox_that_is_cut_off_turns_health_red() {
    let test = TestDatabase::sqlite();
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mailbox = [
        ("MAILBOX__0__HOST", "localhost".to_owned()),
        ("MAILBOX__0__PORT", nobody.to_string()),
        ("MAILBOX__0__SECURITY", "none".to_owned()),
        ("MAILBOX__0__USER", "support".to_owned()),
        ("MAILBOX__0__PASSWORD", "secret".to_owned()),
        ("MAILBOX__0__NAME", "support".to_owned()),
    ];
    let process = Watched::start("serve", &test.url, mailbox.to_vec()).await;
    process.until_failing("mailbox support").await;
    process.until_ready_is(200).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_was_killed_turns_health_red() {
    for test in [TestDatabase::sqlite(), TestDatabase::postgres()] {
        let (app, ann) = found(&test, "1s");
        let process = Watched::start("serve --no-worker", &test.url, Vec::new()).await;
        open_tickets(&app, &ann, 1);
        process.until_failing("clocks").await;
        let worker = Process::start("worker", &test.url, &[]);
        process.until_well("clocks").await;
        drop(worker);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_that_never_greets_holds_up_no_answer() {
    let test = TestDatabase::sqlite();
    let mail_server = TcpListener::bind("127.0.0.1:0").unwrap();
    let monitor = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut settings = sends_to(mail_server.local_addr().unwrap());
    settings.push(("MONITOR__LISTEN", monitor.to_string()));
    let process = Watched::start("serve --no-worker", &test.url, settings).await;

    assert_eq!(process.status("/readyz").await, Some(200));
    mail_server.set_nonblocking(true).unwrap();
    assert_eq!(mail_server.accept().unwrap_err().kind(), ErrorKind::WouldBlock, "nobody asked it for that");

    let text = reqwest::get(format!("http://{monitor}/metrics")).await.unwrap().text().await.unwrap();
    let (mut held, _) = mail_server.accept().unwrap();
    held.set_nonblocking(true).unwrap();
    let still_asked = |held: &mut TcpStream| {
        let heard = held.read(&mut [0; 64]);
        assert_eq!(heard.unwrap_err().kind(), ErrorKind::WouldBlock, "the greeting is still awaited");
    };
    still_asked(&mut held);
    assert!(text.contains("punctual_check{check=\"mail server\"} 1"), "{text}");
    assert_eq!(
        process.condition("mail server").await.as_deref(),
        Some("warning"),
        "neither well nor failing"
    );
    assert_eq!(process.status("/readyz").await, Some(200));
    still_asked(&mut held);
    process.until_failing("mail server").await;
    process.until_ready_is(200).await;
}
