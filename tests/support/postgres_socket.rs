//! A PostgreSQL of the tests as it is reached from beside it: by a socket in its folder, as the user that it was made with.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use punctual::store::{Database, DatabaseUrl, Options};

use super::postgres::{as_user, find_binaries};

/// Where a server listens unless it is told otherwise.
pub const PORT: u16 = 5432;

/// A server's socket; its log lies beside it.
pub struct PostgresSocket<'a> {
    pub folder: &'a Path,
    pub port: u16,
}

impl PostgresSocket<'_> {
    /// The address of a database.
    pub fn url(&self, database: &str) -> DatabaseUrl {
        let host = self.folder.display().to_string().replace('/', "%2F");
        DatabaseUrl::Postgres(format!("postgres://punctual@{host}:{}/{database}", self.port))
    }

    /// Waits until the server answers.
    pub fn wait_until_ready(&self) {
        let (begun, url) = (Instant::now(), self.url("postgres"));
        while Database::open(&url, Options::default()).map(Database::close).is_err() {
            let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            assert!(begun.elapsed() < Duration::from_secs(60), "PostgreSQL did not start:\n{log}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Runs a statement, as somebody beside the program would.
    pub fn sql(&self, database: &str, statement: &str) {
        // A statement may be longer than the arguments of a process.
        let mut psql = as_user(Command::new(find_binaries().join("psql")), None)
            .args(["-q", "-X", "-v", "ON_ERROR_STOP=1", "-U", "punctual", "-o", "/dev/null"])
            .args(["-p", &self.port.to_string(), "-d", database, "-h"])
            .arg(self.folder)
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        psql.stdin.take().unwrap().write_all(statement.as_bytes()).unwrap();
        let output = psql.wait_with_output().unwrap();
        assert!(output.status.success(), "{statement}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
