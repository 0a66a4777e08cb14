//! A process that outlives the tests, however they end, and then stops the server that was started for them.

use std::ffi::OsStr;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

/// Starts a shell with this script, whose standard input ends with this process. The script is given the arguments as
/// `$1`, `$2` ...; it has to wait for the end of its input (`cat >/dev/null`), and then to tidy up.
///
/// The child has to be kept: its input ends when it is dropped.
pub fn guard<A: AsRef<OsStr>>(script: &str, arguments: &[A]) -> Child {
    Command::new("/bin/sh")
        .args(["-c", script, "guardian"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // Not in the group that the terminal interrupts: it has to outlive the tests.
        .process_group(0)
        .spawn()
        .unwrap()
}
