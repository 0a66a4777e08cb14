//! The pipe: what the real program tells a mail server by its exit code.

use std::io::Write;
use std::process::{Command, Stdio};

use punctual::store::inbound::InboundFilter;
use punctual::store::{self, DatabaseUrl};

use crate::support::app::{TestApp, on_both_apps};
use crate::support::process::program;

on_both_apps!(a_mail_is_stored_once_or_the_code_says_whose_fault_it_is);

const MAIL: &[u8] = b"From: contact@dms.example\r\nSubject: x\r\n\r\nIt is slow.\xff\0\n.\n";

/// The program, about to read a mail from its standard input.
pub fn ingest(database: &DatabaseUrl) -> Command {
    let mut command = Command::new(program());
    command.arg("ingest").env("DATABASE_URL", address(database));
    command
}

fn address(database: &DatabaseUrl) -> String {
    match database {
        DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        DatabaseUrl::Postgres(address) => address.clone(),
    }
}

/// Its exit code for this input, and what it says.
fn exit(mut command: Command, input: &[u8]) -> (Option<i32>, String) {
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // It may have seen enough before the end.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

async fn a_mail_is_stored_once_or_the_code_says_whose_fault_it_is(test: TestApp) {
    let url = test.url();
    for _ in 0..2 {
        assert_eq!(exit(ingest(&url), MAIL).0, Some(0));
    }
    let mails = test.read(|c| store::inbound::list(c, &InboundFilter::default(), None, 10));
    assert_eq!(mails.len(), 1);
    assert_eq!(
        test.read(|c| store::blob::get(c, &test.app.keys(), &mails[0].raw)).unwrap(),
        MAIL,
        "byte for byte"
    );

    let (code, words) = exit(ingest(&url), b"");
    assert_eq!((code, words.contains("empty")), (Some(65), true), "{words}");
    let (code, words) = exit(ingest(&url), &vec![b'x'; 128 * 1024 * 1024 + 1]);
    assert_eq!((code, words.contains("128 MiB")), (Some(65), true), "{words}");

    test.refuse_mail(true);
    assert_eq!(exit(ingest(&url), b"second").0, Some(75), "the database refuses it");
    test.refuse_mail(false);
    assert_eq!(exit(ingest(&url), b"second").0, Some(0), "and it is taken when it is tried again");

    let mut wrongly_called = ingest(&url);
    wrongly_called.arg("--no-such-option");
    assert_eq!(exit(wrongly_called, MAIL).0, Some(64));
}

#[test]
fn an_installation_that_is_not_there_keeps_the_mail_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = |name: &str| DatabaseUrl::Sqlite(folder.path().join(name));
    for url in [
        sqlite("missing/folder.db"),
        sqlite("not-migrated.db"),
        DatabaseUrl::Postgres("postgres://nobody@127.0.0.1:9/nothing".to_owned()),
    ] {
        let (code, words) = exit(ingest(&url), MAIL);
        assert_eq!(code, Some(75), "{url:?}: {words}");
    }
    let mut misconfigured = ingest(&sqlite("x.db"));
    misconfigured.env("PUNCTUAL_TIME_ZONE", "nowhere");
    // The operator's mistake is no reason to send a customer's mail back.
    assert_eq!(exit(misconfigured, MAIL).0, Some(75));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_keeps_the_mail_waiting() {
    let test = TestApp::sqlite();
    // No file may grow beyond so many blocks: to the program that is a disk without room.
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f 2048; exec \"$0\" ingest", env!("CARGO_BIN_EXE_punctual")]);
    command.env("DATABASE_URL", address(&test.url()));
    let large = vec![b'x'; 4 * 1024 * 1024];
    let (code, words) = exit(command, &large);
    assert_eq!(code, Some(75), "{words}");
    assert_eq!(exit(ingest(&test.url()), &large).0, Some(0), "and it is taken once there is room");
}
