//! An installation of several processes, each of which is killed again and again.

use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use punctual::app::App;
use punctual::domain::{MailboxSecret, Role};
use punctual::service;
use rand::Rng;
use rand::rngs::StdRng;

use crate::faults::clients::{Clients, Login};
use crate::faults::installation::{add_staff, found_with};
use crate::mail::sink::Sink;
use crate::support::process::{Process, sends_to};
use crate::support::test_database::TestDatabase;

/// Clocks that run out within seconds. The calm ones leave time for a reply to be held at the desk.
const SEVERITIES: &str = "
[[severity]]
code = 'Quick'
covers = 'always'
respond = '1s'
update = '2s'
resolve = '6s'

[[severity]]
code = 'Calm'
covers = 'always'
respond = '2s'
update = '30s'
";

/// How many customers there are.
const CUSTOMERS: usize = 6;

/// One life in so many is long enough for a dead process to be found, and what it had in hand to be taken over.
const LONG_LIFE: u32 = 40;

/// An installation, and those who call it.
pub struct House {
    pub test: TestDatabase,
    pub app: App,
    pub clients: Clients,
    pub customers: Vec<Login>,
    pub agent: Login,
    /// The bearer token of a mail provider.
    pub token: String,
    /// The port to which a mail server delivers.
    pub smtp: u16,
    /// Where the installation's own mail goes.
    pub sink: Sink,
    processes: Vec<Command>,
    /// How long a process takes until it answers.
    start: Duration,
    /// How many kills are left, and how many were done.
    left: AtomicUsize,
    pub killed: AtomicUsize,
}

/// How one of the processes is started.
struct Command {
    arguments: &'static str,
    settings: Vec<(&'static str, String)>,
}

impl House {
    /// Founds one, and starts it once to see how long that takes.
    pub async fn found(test: TestDatabase, kills: usize) -> Self {
        let (app, people) = found_with(&test, SEVERITIES, CUSTOMERS);
        let agent = add_staff(&app, "agent@provider.example", Role::Agent);
        let customers = people.iter().map(|person| Login::begin(&app, &person.email)).collect();
        let agent = Login::begin(&app, &agent.email);
        let free = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
        let [one, two, smtp] = free.map(|listener| listener.local_addr().unwrap().port());
        let sink = Sink::start().await;
        let command = |arguments, more: &[(&'static str, u16)]| {
            let mut settings = sends_to(sink.address);
            settings.push(("CUSTOMERS__TICKETS_PER_HOUR", "0".to_owned()));
            settings.push(("CUSTOMERS__REPLIES_PER_HOUR", "0".to_owned()));
            settings.push(("MAIL__FROM", "support@provider.example".to_owned()));
            settings.extend(more.iter().map(|(name, port)| (*name, format!("127.0.0.1:{port}"))));
            Command { arguments, settings }
        };
        let mut processes = vec![
            command("serve", &[("HTTP__LISTEN", one), ("RECEIVER__LISTEN", smtp)]),
            command("worker", &[]),
        ];
        let mut addresses = vec![format!("http://127.0.0.1:{one}")];
        if !test.database.is_sqlite() {
            processes.push(command("serve --no-worker", &[("HTTP__LISTEN", two)]));
            addresses.push(format!("http://127.0.0.1:{two}"));
        }
        let token = add_token(&app);
        let (clients, start) = (Clients::new(addresses), Duration::ZERO);
        let (left, killed) = (AtomicUsize::new(kills), AtomicUsize::new(0));
        let mut house =
            Self { test, app, clients, customers, agent, token, smtp, sink, processes, start, left, killed };
        house.start = house.time_a_start().await;
        house
    }

    async fn time_a_start(&self) -> Duration {
        let begun = Instant::now();
        let all = self.start_all();
        self.clients.send(reqwest::Method::GET, "/livez", |request| request).await.expect(200);
        drop(all);
        begun.elapsed()
    }

    /// Whether somebody is still to be killed.
    pub fn is_dangerous(&self) -> bool {
        self.left.load(Ordering::SeqCst) > 0
    }

    /// How many processes there are.
    pub fn processes(&self) -> usize {
        self.processes.len()
    }

    /// Starts one of the processes and kills it at a random instant, until enough were killed.
    pub async fn kill(&self, which: usize, mut random: StdRng) {
        let take = |left: usize| left.checked_sub(1);
        while self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take).is_ok() {
            let process = self.processes[which].start(&self.test);
            tokio::time::sleep(self.life(&mut random)).await;
            process.kill();
            self.killed.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// From a tenth of a start to six of them: some die while they begin, most in the middle of work.
    fn life(&self, random: &mut StdRng) -> Duration {
        match random.random_range(0..LONG_LIFE) {
            0 => Duration::from_secs(10).max(self.start * 2),
            _ => self.start.mul_f64(random.random_range(0.1..6.0)),
        }
    }

    /// Starts all, to live.
    pub fn start_all(&self) -> Vec<Process> {
        self.processes.iter().map(|command| command.start(&self.test)).collect()
    }
}

impl Command {
    fn start(&self, test: &TestDatabase) -> Process {
        Process::start(self.arguments, &test.url, &self.settings)
    }
}

fn add_token(app: &App) -> String {
    let secret = MailboxSecret::from_random([7; 32]);
    let (context, kept) = (app.context(), secret.clone());
    app.db.write_now(move |c| service::add_mailbox_token(c, &context, "provider", &kept)).unwrap();
    secret.reveal().to_owned()
}
