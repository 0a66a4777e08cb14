//! Mails that no honest program writes: each becomes a ticket that people see, with the mail as it came, in a time that
//! grows with its size alone, and the next mail is read after it.

use std::process::Command;
use std::time::{Duration, Instant};

use punctual::domain::{InboundState, Viewer};
use punctual::{store, worker};

use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::hostile_mail::{HOSTILE, hostile, keep, with_body};

on_both_apps!(whatever_comes_becomes_a_ticket_and_the_next_mail_is_read);

/// An honest mail of about this many bytes.
fn honest(size: usize) -> Vec<u8> {
    let mut mail = b"From: ann@elsewhere.example\r\nSubject: Long\r\n\r\n".to_vec();
    while mail.len() < size {
        mail.extend_from_slice(b"Every line of this report is an ordinary line of an ordinary report.\r\n");
    }
    mail
}

async fn whatever_comes_becomes_a_ticket_and_the_next_mail_is_read(test: TestApp) {
    let now = test.now();
    for (name, raw) in hostile(8_000_000) {
        let kept = keep(&test, raw.clone()).await;
        let next = keep(&test, with_body("From: bob@elsewhere.example", name.as_bytes())).await;
        worker::inbound::run_once(&test.app, now).await.unwrap();
        for (id, whose) in [(kept, "it"), (next, "the mail after it")] {
            let mail = test.read(move |c| store::inbound::find(c, id)).unwrap();
            assert_eq!(mail.state, InboundState::Processed, "{name}, {whose}: {:?}", mail.error);
        }
        let mail = test.read(move |c| store::inbound::find(c, kept)).unwrap();
        let viewer = Viewer::Staff(test.person(Who::Agent).id);
        let ticket = test.read(|c| store::ticket::find(c, viewer, mail.ticket_id.unwrap())).unwrap();
        assert_eq!(ticket.created_at, now, "{name}: the clocks start at the receipt");
        let path = format!("/desk/tickets/{}", ticket.number);
        let page = test.api(Who::Agent).open(&path).await.expect(200).text();
        let link = page.split('"').find(|part| part.ends_with("/raw")).expect("the mail as it came");
        assert_eq!(test.api(Who::Agent).open(link).await.expect(200).bytes, raw, "{name}");
    }
}

fn reading_takes(raw: &[u8]) -> Duration {
    let begun = Instant::now();
    let _ = punctual::mail::parse(raw);
    begun.elapsed()
}

/// Each is compared with an honest mail of its own size, read in the same run: quadratic work would be thousands of
/// times slower. The share that a small one costs whatever its size is left to it.
#[test]
fn a_hostile_mail_takes_about_as_long_as_an_honest_one_of_its_size() {
    for (name, raw) in hostile(16_000_000) {
        let honest = honest(raw.len());
        let usual = reading_takes(&honest).min(reading_takes(&honest));
        let taken = reading_takes(&raw).min(reading_takes(&raw));
        let allowed = usual * 20 + Duration::from_secs(2);
        assert!(taken < allowed, "{name}: {taken:?}, and an honest mail of its size {usual:?}");
    }
}

/// The most memory that a process which takes one in and reads it may ever hold, in KiB.
const MOST_MEMORY: u64 = 512 * 1024;

/// Under which number a process of its own finds its mail.
const NUMBER: &str = "PUNCTUAL_HOSTILE_MAIL";

/// The whole installation, in a process that has held nothing else before: what it held at most is this mail's doing.
#[test]
fn the_largest_hostile_mails_take_less_than_512_mib() {
    let this = std::env::current_exe().unwrap();
    for (number, (name, _)) in HOSTILE.iter().enumerate().skip(8) {
        let arguments = ["--exact", "mail::hostile::one_in_a_process_of_its_own", "--ignored", "--nocapture"];
        let read = Command::new(&this).args(arguments).env(NUMBER, number.to_string()).output().unwrap();
        let told = String::from_utf8_lossy(&read.stdout) + String::from_utf8_lossy(&read.stderr);
        assert!(read.status.success() && told.contains("1 passed"), "{name}: {told}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the_largest_hostile_mails_take_less_than_512_mib runs it, in a process of its own for each mail"]
async fn one_in_a_process_of_its_own() {
    let number: usize = std::env::var(NUMBER).unwrap().parse().unwrap();
    let (name, made) = HOSTILE[number];
    let test = TestApp::sqlite();
    let kept = keep(&test, made(100_000_000)).await;
    worker::inbound::run_once(&test.app, test.now()).await.unwrap();
    let mail = test.read(move |c| store::inbound::find(c, kept)).unwrap();
    assert_eq!(mail.state, InboundState::Processed, "{name}: {:?}", mail.error);
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(peak < MOST_MEMORY, "{name}: {} MiB", peak / 1024);
}
