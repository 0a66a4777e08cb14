//! A Postfix of a test's own, from a throw-away configuration and queue, on a free port of the loopback interface. It
//! relays everything to one place. Postfix has to be started by root, who owns its queue.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use punctual::mail::Protocol;
use tempfile::TempDir;

use super::guardian::guard;

/// Waits for the end of its input, and then stops the server that it started.
const GUARDIAN: &str = r#"
    postfix -c "$1/etc" start >"$1/out" 2>&1
    cat >/dev/null
    postfix -c "$1/etc" stop
"#;

/// Its services; what delivers nothing is left out.
const SERVICES: &str = "
pickup    unix  n - n 60  1 pickup
cleanup   unix  n - n -   0 cleanup
qmgr      unix  n - n 300 1 qmgr
rewrite   unix  - - n -   - trivial-rewrite
bounce    unix  - - n -   0 bounce
defer     unix  - - n -   0 bounce
trace     unix  - - n -   0 bounce
flush     unix  n - n -   0 flush
proxymap  unix  - - n -   - proxymap
smtp      unix  - - n -   - smtp
lmtp      unix  - - n -   - lmtp
showq     unix  n - n -   - showq
error     unix  - - n -   - error
retry     unix  - - n -   - error
anvil     unix  - - n -   1 anvil
scache    unix  - - n -   1 scache
postlog   unix-dgram n - n - 1 postlogd
";

/// A running Postfix.
pub struct Postfix {
    /// Where it takes mail over SMTP.
    pub port: u16,
    folder: TempDir,
    guardian: Child,
}

impl Postfix {
    /// One that relays all mail to this port.
    pub fn relaying_to(protocol: Protocol, port: u16) -> Self {
        assert!(
            Path::new("/usr/sbin/postfix").exists(),
            "this test needs a Postfix server: install Debian's package `postfix`"
        );
        let folder = tempfile::Builder::new().prefix("punctual-test-postfix-").tempdir().unwrap();
        let own_port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        for name in ["etc", "queue", "data"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        let destination = match protocol {
            Protocol::Smtp => format!("smtp:[127.0.0.1]:{port}"),
            Protocol::Lmtp => format!("lmtp:inet:127.0.0.1:{port}"),
        };
        let write =
            |name: &str, text: String| std::fs::write(folder.path().join("etc").join(name), text).unwrap();
        write("main.cf", configuration(folder.path(), &destination));
        write("master.cf", format!("127.0.0.1:{own_port} inet n - n - - smtpd{SERVICES}"));
        hand_over(folder.path());
        let guardian = guard(GUARDIAN, &[folder.path()]);
        let postfix = Self { port: own_port, folder, guardian };
        postfix.wait_until("it listens", |postfix| TcpStream::connect(("127.0.0.1", postfix.port)).is_ok());
        postfix
    }

    /// Waits until it has written this into its log.
    pub fn wait_for_log(&self, words: &str) {
        self.wait_until(words, |postfix| postfix.read("log").contains(words));
    }

    fn wait_until(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !is_so(self) {
            let (out, log) = (self.read("out"), self.read("log"));
            assert!(begun.elapsed() < Duration::from_secs(60), "Postfix: not {what}; it says:\n{out}{log}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take());
        let _ = self.guardian.wait();
    }
}

/// What is deferred is tried again after three seconds: after one, Postfix may find it still in the hands of who
/// deferred it, and then leaves it alone for long.
fn configuration(folder: &Path, destination: &str) -> String {
    let folder = folder.display();
    format!(
        "compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relay.example
mydestination =
alias_maps =
local_recipient_maps =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
default_transport = {destination}
relay_transport = {destination}
queue_run_delay = 1s
minimal_backoff_time = 3s
maximal_backoff_time = 3s
smtp_destination_concurrency_failed_cohort_limit = 0
lmtp_destination_concurrency_failed_cohort_limit = 0
"
    )
}

/// The folder of its locks has to belong to the user as whom its services run.
fn hand_over(folder: &Path) {
    std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let output = Command::new("chown").arg("postfix").arg(folder.join("data")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
