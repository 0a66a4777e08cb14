//! How much is sent, how often the process dies, and where everything is.

use std::net::TcpListener;
use std::time::Duration;

use punctual::store::DatabaseUrl;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::dovecot::dovecot;
use crate::support::test_database::TestDatabase;

/// What a run does.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub seed: u64,
    pub mails: usize,
    pub kills: usize,
    /// How long a process lives at most once it is ready, in milliseconds.
    pub longest_life: u64,
}

impl Plan {
    /// A short run, or the one that `KILLED_SEED`, `KILLED_MAILS` and `KILLED_TIMES` ask for.
    pub fn of_this_run() -> Self {
        let number = |name: &str, usual: u64| {
            std::env::var(name).map_or(usual, |text| text.parse().expect("a number is needed"))
        };
        Self {
            seed: number("KILLED_SEED", 1),
            mails: usize::try_from(number("KILLED_MAILS", 100)).unwrap(),
            kills: usize::try_from(number("KILLED_TIMES", 5)).unwrap(),
            longest_life: 700,
        }
    }
}

/// Where the installation is reached.
#[derive(Debug, Clone)]
pub struct Place {
    pub http: u16,
    pub smtp: u16,
    /// The user of the mailbox.
    pub user: String,
    pub token: String,
    pub database: DatabaseUrl,
}

impl Place {
    pub fn find(test: &TestDatabase, name: &str, token: String, seed: u64) -> Self {
        let free = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
        let [http, smtp] = free.map(|listener| listener.local_addr().unwrap().port());
        Self { http, smtp, user: format!("killed-{name}-{seed}"), token, database: test.url.clone() }
    }

    /// The settings of `serve` and `ingest`, as variables.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("HTTP__LISTEN", format!("127.0.0.1:{}", self.http)),
            ("MAIL__FROM", "support@provider.example".to_owned()),
            ("RECEIVER__LISTEN", format!("127.0.0.1:{}", self.smtp)),
            ("MAILBOX__0__HOST", "localhost".to_owned()),
            ("MAILBOX__0__PORT", dovecot().imap_port.to_string()),
            ("MAILBOX__0__SECURITY", "none".to_owned()),
            ("MAILBOX__0__USER", self.user.clone()),
            ("MAILBOX__0__PASSWORD", "secret".to_owned()),
        ]
    }

    /// Waits until the installation answers.
    pub async fn until_ready(&self) {
        let asking = async {
            while self.ask().await.is_none() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(120), asking).await.expect("it starts");
    }

    async fn ask(&self) -> Option<()> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.http)).await.ok()?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.ok()?;
        answer.starts_with("HTTP/1.1 200").then_some(())
    }
}
