//! The program as operators run it: `punctual serve`, a process of its own.

use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use punctual::store::DatabaseUrl;

use crate::client::{self, Client};
use crate::support::process::program;

/// A running server; it is killed when this goes.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From its start to the last byte of the first page.
    pub first_page: Duration,
}

impl Server {
    /// Starts it on a database, and asks for the page on which people sign in until it comes.
    pub fn start(url: &DatabaseUrl) -> Self {
        let address = client::free_address();
        let database = match url {
            DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
            DatabaseUrl::Postgres(address) => address.clone(),
        };
        let begun = Instant::now();
        let child = Command::new(program())
            .arg("serve")
            .env("DATABASE_URL", database)
            .env("PUNCTUAL_HTTP__LISTEN", address.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let page = client::page("/signin", "");
        while !Client::connect(address)
            .and_then(|mut client| client.ask(&page))
            .is_ok_and(|page| page.status == 200)
        {
            assert!(begun.elapsed() < Duration::from_secs(60), "the server does not answer");
            std::thread::sleep(Duration::from_millis(1));
        }
        Self { child, address, first_page: begun.elapsed() }
    }

    /// What it holds in memory now, in megabytes.
    pub fn resident(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.split_whitespace().next().unwrap().parse::<f64>().unwrap() / 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
