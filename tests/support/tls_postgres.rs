//! A PostgreSQL that is reached by TCP and TLS, with a password, and a certificate of an authority of its own. It is
//! started again when it is killed, as by a service manager, and ends when this process ends, however it ends.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use punctual::store::DatabaseUrl;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tempfile::TempDir;

use super::postgres::{as_user, find_binaries, initialise, unprivileged_user};
use super::postgres_socket::PostgresSocket;

/// Runs the programs in `$1` on the data in `$2`, again and again, until its input ends.
const KEEPER: &str = r#"
    programs=$1 folder=$2
    while :; do
        "$programs/postgres" -D "$folder/data" -k "$folder" >>"$folder/log" 2>&1
        sleep 0.1
    done &
    server=$!
    cat >/dev/null
    kill "$server"
    read -r postmaster <"$folder/data/postmaster.pid" && kill -QUIT "$postmaster"
    wait
"#;

/// Who signs in, how.
const SIGN_IN: &str = "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n";

/// A running server.
pub struct TlsPostgres {
    folder: TempDir,
    port: u16,
    keeper: Child,
}

impl TlsPostgres {
    /// Starts it.
    pub fn start() -> Self {
        let (folder, user) = (tempfile::tempdir().unwrap(), unprivileged_user());
        let path = folder.path();
        let own = |file: &Path| {
            if let Some((user, group)) = user {
                std::os::unix::fs::chown(file, Some(user), Some(group)).unwrap();
            }
        };
        own(path);
        let binaries = find_binaries();
        initialise(&binaries, path, user);
        let (server, key) = issue(path, "localhost");
        for (file, text) in [("data/server.crt", server), ("data/server.key", key)] {
            std::fs::write(path.join(file), text).unwrap();
            own(&path.join(file));
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            std::fs::set_permissions(path.join(file), mode).unwrap();
        }
        std::fs::write(path.join("data/pg_hba.conf"), SIGN_IN).unwrap();
        let port =
            std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).unwrap().port();
        let settings = format!("listen_addresses = '127.0.0.1'\nport = {port}\nssl = on\nfsync = off\n");
        std::fs::write(path.join("data/postgresql.auto.conf"), settings).unwrap();
        own(&path.join("data/postgresql.auto.conf"));
        let mut keeper = as_user(Command::new("/bin/sh"), user);
        keeper.args(["-c", KEEPER, "keeper"]).args([&binaries, path]).stdin(Stdio::piped());
        let server = Self { port, keeper: keeper.spawn().unwrap(), folder };
        server.socket().wait_until_ready();
        server.sql("ALTER USER punctual PASSWORD 'correct horse'");
        server
    }

    /// Its address, as an operator should write it.
    pub fn url(&self) -> DatabaseUrl {
        self.url_with("localhost", &format!("verify-full&sslrootcert={}", self.file("issuer.pem").display()))
    }

    /// Its address by another name or in another mode.
    pub fn url_with(&self, host: &str, mode: &str) -> DatabaseUrl {
        let port = self.port;
        let url = format!("postgres://punctual:correct%20horse@{host}:{port}/postgres?sslmode={mode}");
        DatabaseUrl::Postgres(url)
    }

    /// Its address for who sits beside it.
    pub fn url_by_socket(&self) -> DatabaseUrl {
        self.socket().url("postgres")
    }

    fn socket(&self) -> PostgresSocket<'_> {
        PostgresSocket { folder: self.folder.path(), port: self.port }
    }

    /// One of its files: `issuer.pem`, `data/server.crt`, `data/server.key`.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a statement, as somebody beside the program would.
    pub fn sql(&self, statement: &str) {
        self.socket().sql("postgres", statement);
    }

    /// Changes a setting, for which it is killed and started again.
    pub fn set(&self, setting: &str) {
        let file = self.file("data/postgresql.auto.conf");
        let settings = std::fs::read_to_string(&file).unwrap();
        std::fs::write(file, format!("{settings}{setting}\n")).unwrap();
        self.kill();
    }

    /// Kills it, and waits until it is there again.
    pub fn kill(&self) {
        let running = || std::fs::read_to_string(self.file("data/postmaster.pid")).unwrap_or_default();
        let before = running();
        let id = before.lines().next().unwrap();
        assert!(Command::new("kill").args(["-QUIT", id]).status().unwrap().success());
        let begun = Instant::now();
        while running().lines().next().is_none_or(|now| now == id) {
            assert!(begun.elapsed() < Duration::from_secs(60), "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
        self.socket().wait_until_ready();
    }
}

impl Drop for TlsPostgres {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// Makes an authority, whose certificate becomes `issuer.pem`, and a certificate by it for this name, with its key.
pub fn issue(folder: &Path, name: &str) -> (String, String) {
    let mut authority = CertificateParams::new([]).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let issuer = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    std::fs::write(folder.join("issuer.pem"), issuer.pem()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new([name.to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    (certificate.pem(), key.serialize_pem())
}
