//! The program as a process of its own, to be killed, frozen and thawed.

use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use punctual::store::DatabaseUrl;

/// A running `punctual`; it is killed when this goes, as by `kill -9`.
pub struct Process {
    child: Child,
}

impl Process {
    /// Starts a command of the program on a database, with these settings as variables (`SMTP__PORT`).
    pub fn start(command: &str, database: &DatabaseUrl, settings: &[(&str, String)]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_punctual"));
        let database = match database {
            DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
            DatabaseUrl::Postgres(address) => address.clone(),
        };
        process.arg(command).env("DATABASE_URL", database).env("PUNCTUAL_LOG__FILTER", "warn");
        for (name, value) in settings {
            process.env(format!("PUNCTUAL_{name}"), value);
        }
        let child = process.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
        Self { child }
    }

    /// Starts the worker, which sends mail to this port.
    pub fn worker(database: &DatabaseUrl, smtp: SocketAddr) -> Self {
        let settings = [
            ("SMTP__HOST", "127.0.0.1".to_owned()),
            ("SMTP__PORT", smtp.port().to_string()),
            ("SMTP__SECURITY", "none".to_owned()),
        ];
        Self::start("worker", database, &settings)
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Stops it in the middle of whatever it does.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
