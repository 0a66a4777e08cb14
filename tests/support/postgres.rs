//! A PostgreSQL of the tests' own: one cluster for each test process, started with the first test that needs it, in a
//! temporary folder, on a socket in there. A guardian process stops it and removes the folder when this process ends,
//! however it ends.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use punctual::store::{Database, DatabaseUrl, Options};

use super::postgres_socket::{PORT, PostgresSocket};

static CLUSTER: OnceLock<Cluster> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// Waits for the end of its input, which is the end of the tests, and then stops the server that it started.
const GUARDIAN: &str = r#"
    "$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=$3 -c synchronous_commit=$3 \
        -c full_page_writes=$3 -c max_connections=400 -c shared_buffers=64MB >"$2/log" 2>&1 &
    server=$!
    cat >/dev/null
    kill -QUIT "$server"
    wait "$server"
    rm -rf "$2"
"#;

/// A running cluster with a migrated template database.
struct Cluster {
    folder: PathBuf,
    /// Its input stays open as long as this process lives.
    _guardian: Child,
}

/// A database of one test's own; it is dropped with this.
pub struct PostgresDatabase(String);

impl PostgresDatabase {
    /// A fresh, migrated database.
    pub fn migrated() -> Self {
        Self::create("punctual_template")
    }

    /// A fresh database without any table.
    pub fn empty() -> Self {
        Self::create("template0")
    }

    fn create(template: &str) -> Self {
        let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
        cluster().sql(&format!("CREATE DATABASE {name} TEMPLATE {template}"));
        Self(name)
    }

    /// Runs a statement in it, as somebody beside the program would.
    pub fn sql(&self, statement: &str) {
        cluster().socket().sql(&self.0, statement);
    }

    /// Ends every session, and lets nobody in until [`PostgresDatabase::come_back`].
    pub fn go_away(&self) {
        cluster().sql(&format!("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false", self.0));
        self.end_sessions();
    }

    /// Lets sessions in again.
    pub fn come_back(&self) {
        cluster().sql(&format!("ALTER DATABASE {} WITH ALLOW_CONNECTIONS true", self.0));
    }

    /// Ends every session, as a restart of the server would.
    pub fn end_sessions(&self) {
        cluster().sql(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
            self.0
        ));
    }

    /// Its address.
    pub fn url(&self) -> DatabaseUrl {
        cluster().url(&self.0)
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        cluster().sql(&format!("DROP DATABASE {} WITH (FORCE)", self.0));
    }
}

fn cluster() -> &'static Cluster {
    CLUSTER.get_or_init(Cluster::start)
}

impl Cluster {
    fn start() -> Self {
        let binaries = find_binaries();
        let folder = std::env::temp_dir().join(format!("punctual-test-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
        let user = unprivileged_user();
        if let Some((user, group)) = user {
            std::os::unix::fs::chown(&folder, Some(user), Some(group)).unwrap();
        }
        initialise(&binaries, &folder, user);
        let guardian = as_user(Command::new("/bin/sh"), user)
            .args(["-c", GUARDIAN, "guardian"])
            .args([&binaries, &folder])
            .arg(crate::POSTGRES_WAITS_FOR_THE_DISK)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Not in the group that the terminal interrupts: it has to outlive the tests.
            .process_group(0)
            .spawn()
            .unwrap();
        let cluster = Self { folder, _guardian: guardian };
        cluster.socket().wait_until_ready();
        cluster.create_template();
        cluster
    }

    fn create_template(&self) {
        self.sql("CREATE DATABASE punctual_template TEMPLATE template0");
        let database = Database::open(&self.url("punctual_template"), Options::default()).unwrap();
        database.migrate().unwrap();
        database.close();
    }

    fn url(&self, name: &str) -> DatabaseUrl {
        self.socket().url(name)
    }

    fn sql(&self, statement: &str) {
        self.socket().sql("postgres", statement);
    }

    fn socket(&self) -> PostgresSocket<'_> {
        PostgresSocket { folder: &self.folder, port: PORT }
    }
}

/// The newest server that is installed.
pub(super) fn find_binaries() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|version| {
            let number = version.file_name().to_str()?.parse().ok()?;
            let binaries = version.path().join("bin");
            binaries.join("initdb").exists().then_some((number, binaries))
        })
        .collect();
    found.sort();
    let newest = found.pop().map(|(_, binaries)| binaries);
    newest.expect("these tests need a PostgreSQL server: install Debian's package `postgresql`")
}

/// PostgreSQL refuses to run as root, so a process of root's starts it as the user that the package brings.
pub(super) fn unprivileged_user() -> Option<(u32, u32)> {
    let own = std::fs::read_to_string("/proc/self/status").unwrap();
    let is_root =
        own.lines().any(|line| line.starts_with("Uid:") && line.split_whitespace().nth(2) == Some("0"));
    if !is_root {
        return None;
    }
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap();
    let account = accounts
        .lines()
        .find(|line| line.starts_with("postgres:"))
        .expect("no user `postgres`: install Debian's package `postgresql`, or run the tests as another user than root");
    let fields: Vec<&str> = account.split(':').collect();
    Some((fields[2].parse().unwrap(), fields[3].parse().unwrap()))
}

pub(super) fn as_user(mut command: Command, user: Option<(u32, u32)>) -> Command {
    if let Some((user, group)) = user {
        command.uid(user).gid(group);
    }
    // The working folder may be one that the other user must not enter.
    command.current_dir("/").env_remove("DATABASE_URL");
    command
}

pub(super) fn initialise(binaries: &Path, folder: &Path, user: Option<(u32, u32)>) {
    let output = as_user(Command::new(binaries.join("initdb")), user)
        .args([
            "--no-sync",
            "--auth=trust",
            "--username=punctual",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "-D",
        ])
        .arg(folder.join("data"))
        .output()
        .unwrap();
    assert!(output.status.success(), "initdb: {}", String::from_utf8_lossy(&output.stderr));
}
