//! A PostgreSQL on a small file system in memory that only its processes see, started again when it gives up, as a
//! service manager would. It ends, and its disk is gone, when this process ends, however it ends.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use punctual::store::DatabaseUrl;
use tempfile::TempDir;

use super::postgres::{find_binaries, unprivileged_user};
use super::postgres_socket::{PORT, PostgresSocket};

/// Makes the file system at `$2/disk`, and a server on it by the programs in `$1`; what follows makes the caller
/// another user. Ends with its input.
const KEEPER: &str = r#"
    programs=$1 folder=$2
    shift 2
    mount -t tmpfs -o size=256m,mode=1777 tmpfs "$folder/disk" || exit 1
    "$@" "$programs/initdb" --no-sync --auth=trust --username=punctual --encoding=UTF8 --locale=C.UTF-8 --wal-segsize=4 \
        -D "$folder/disk/data" >"$folder/log" 2>&1 || exit 1
    while :; do
        "$@" "$programs/postgres" -D "$folder/disk/data" -k "$folder" -c listen_addresses= -c max_wal_size=64MB \
            -c shared_buffers=32MB >>"$folder/log" 2>&1
        sleep 0.2
    done &
    server=$!
    cat >/dev/null
    kill "$server"
    read -r postmaster <"$folder/disk/data/postmaster.pid" && kill -QUIT "$postmaster"
    wait
"#;

/// A server whose disk is small.
pub struct SmallPostgres {
    folder: TempDir,
    keeper: Child,
}

impl SmallPostgres {
    /// Starts it, with an empty database.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("disk")).unwrap();
        let user = unprivileged_user();
        if let Some((user, group)) = user {
            std::os::unix::fs::chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        let (own, another): (&[&str], Vec<String>) = match user {
            Some((user, group)) => (
                &["--mount"],
                vec![
                    "setpriv".to_owned(),
                    format!("--reuid={user}"),
                    format!("--regid={group}"),
                    "--clear-groups".to_owned(),
                ],
            ),
            // Without root, a user's name space of its own may mount; in another inside it the server is not root.
            None => (
                &["--user", "--map-root-user", "--mount"],
                ["unshare", "--user", "--map-user=1000", "--map-group=1000"].map(str::to_owned).to_vec(),
            ),
        };
        let keeper = Command::new("unshare")
            .args(own)
            .args(["sh", "-c", KEEPER, "keeper"])
            .args([find_binaries(), folder.path().to_owned()])
            .args(another)
            .current_dir("/")
            .env_remove("DATABASE_URL")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let small = Self { folder, keeper };
        small.socket().wait_until_ready();
        small
    }

    /// Its address.
    pub fn url(&self) -> DatabaseUrl {
        self.socket().url("postgres")
    }

    fn socket(&self) -> PostgresSocket<'_> {
        PostgresSocket { folder: self.folder.path(), port: PORT }
    }

    /// Its disk, as other processes see it.
    pub fn disk(&self) -> PathBuf {
        let folder = self.folder.path().display();
        PathBuf::from(format!("/proc/{}/root{folder}/disk", self.keeper.id()))
    }
}

impl Drop for SmallPostgres {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}
