//! A clamd of a test's own, in a temporary folder, with one signature that the tests made up. It ends when this process
//! ends, however it ends.

use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::Child;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::guardian::guard;

/// What counts as malware here; `SIGNATURE` finds it anywhere in a file, mails and archives taken apart.
pub const MALWARE: &str = "these words are what the tests of a helpdesk take for malware";
/// The name under which it is reported.
pub const NAME: &str = "Punctual.Test.UNOFFICIAL";
/// How many bytes clamd takes, in bytes.
pub const MOST: usize = 1024 * 1024;

/// Runs clamd in the foreground until the input ends.
const KEEPER: &str = r#"
    /usr/sbin/clamd --foreground --config-file="$1/clamd.conf" >"$1/log" 2>&1 &
    clamd=$!
    cat >/dev/null
    kill -KILL "$clamd"
    wait "$clamd"
    rm -f "$1/socket"
"#;

/// A clamd, or the place where one was.
pub struct Clamd {
    folder: TempDir,
    keeper: Option<Child>,
}

impl Clamd {
    /// Makes the place; nobody listens there yet.
    pub fn absent() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let signatures = folder.path().join("signatures");
        std::fs::create_dir(&signatures).unwrap();
        let hex: String = MALWARE.bytes().map(|byte| format!("{byte:02x}")).collect();
        std::fs::write(signatures.join("test.ndb"), format!("Punctual.Test:0:*:{hex}\n")).unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        let settings = format!(
            "LocalSocket {}\nDatabaseDirectory {}\nTemporaryDirectory {}\nStreamMaxLength {MOST}\nForeground yes\n",
            at("socket"),
            signatures.display(),
            folder.path().display()
        );
        std::fs::write(folder.path().join("clamd.conf"), settings).unwrap();
        Self { folder, keeper: None }
    }

    /// Starts it.
    pub fn start() -> Self {
        let mut clamd = Self::absent();
        clamd.appear();
        clamd
    }

    /// Lets it listen.
    pub fn appear(&mut self) {
        assert!(
            std::path::Path::new("/usr/sbin/clamd").exists(),
            "this test needs a malware scanner: install Debian's package `clamav-daemon`"
        );
        self.keeper = Some(guard(KEEPER, &[self.folder.path()]));
        let begun = Instant::now();
        while UnixStream::connect(self.socket()).is_err() {
            let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
            assert!(begun.elapsed() < Duration::from_secs(60), "clamd did not start:\n{log}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Kills it.
    pub fn go_away(&mut self) {
        let mut keeper = self.keeper.take().unwrap();
        drop(keeper.stdin.take());
        keeper.wait().unwrap();
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("socket")
    }

    /// The settings of an installation that asks it.
    pub fn settings(&self) -> String {
        format!("[attachments]\nscanner = 'unix:{}'", self.socket().display())
    }
}

impl Drop for Clamd {
    fn drop(&mut self) {
        if self.keeper.is_some() {
            self.go_away();
        }
    }
}
