//! The program as a process of its own, to be killed, frozen and thawed.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use punctual::store::DatabaseUrl;

/// A running `punctual`; it is killed when this goes, as by `kill -9`.
pub struct Process {
    child: Child,
}

impl Process {
    /// Starts the program with these arguments on a database, with these settings as variables (`SMTP__PORT`).
    pub fn start(arguments: &str, database: &DatabaseUrl, settings: &[(&str, String)]) -> Self {
        Self::spawn(command(arguments, database, settings))
    }

    /// Starts a command that was prepared; see [`command`].
    pub fn spawn(mut command: Command) -> Self {
        Self { child: command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap() }
    }

    /// Its number, by which the kernel knows it.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Starts the worker, which sends mail to this port.
    pub fn worker(database: &DatabaseUrl, smtp: SocketAddr) -> Self {
        Self::start("worker", database, &sends_to(smtp))
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

/// The program under test, or the other build of it that `FAULTS_PROGRAM` names.
pub fn program() -> OsString {
    std::env::var_os("FAULTS_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_punctual").into())
}

/// The settings of a process that sends mail to this port.
pub fn sends_to(smtp: SocketAddr) -> Vec<(&'static str, String)> {
    vec![
        ("SMTP__HOST", "127.0.0.1".to_owned()),
        ("SMTP__PORT", smtp.port().to_string()),
        ("SMTP__SECURITY", "none".to_owned()),
    ]
}

/// The program with these arguments, on a database, with these settings as variables, to be started.
pub fn command(arguments: &str, database: &DatabaseUrl, settings: &[(&str, String)]) -> Command {
    let mut command = Command::new(program());
    let database = match database {
        DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        DatabaseUrl::Postgres(address) => address.clone(),
    };
    command.args(arguments.split(' ')).env("DATABASE_URL", database).env("PUNCTUAL_LOG__FILTER", "warn");
    for (name, value) in settings {
        command.env(format!("PUNCTUAL_{name}"), value);
    }
    command
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
