//! Two nodes and one mailbox: one of them reads it, the other takes over when that one hangs, and no mail is taken
//! twice.

use std::time::Instant;

use punctual::store::{inbound, node};

use super::installation::{found, until};
use super::scale::is_long;
use crate::support::dovecot::dovecot;
use crate::support::process::Process;
use crate::support::test_database::TestDatabase;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mailbox_is_read_by_one_node_and_by_another_when_that_one_hangs() {
    let test = TestDatabase::postgres();
    let (app, _) = found(&test, "1h");
    let settings = [
        ("MAILBOX__0__HOST", "localhost".to_owned()),
        ("MAILBOX__0__PORT", dovecot().imap_port.to_string()),
        ("MAILBOX__0__SECURITY", "none".to_owned()),
        ("MAILBOX__0__USER", "nodes".to_owned()),
        ("MAILBOX__0__PASSWORD", "secret".to_owned()),
        ("MAILBOX__0__NAME", "support".to_owned()),
        ("MAILBOX__0__POLL_SECONDS", "1".to_owned()),
    ];
    let holder = || test.read(|c| node::mailbox_holder(c, "support"));
    let taken = || test.read(inbound::counts).iter().map(|(_, count)| count).sum::<i64>();
    let deliver = |count: i64| {
        (0..count).for_each(|_| {
            let subject = punctual::domain::NodeId::new(app.clock.now()).to_string();
            dovecot()
                .deliver("nodes", &format!("From: ann@acme0.example\r\nSubject: {subject}\r\n\r\nHelp."));
        });
    };
    let first = Process::start("worker", &test.url, &settings);
    until("the first node reads the mailbox", || holder().is_some()).await;
    let reader = holder();
    let second = Process::start("worker", &test.url, &settings);
    deliver(5);
    until("all mails are taken", || taken() == 5).await;
    assert_eq!(holder(), reader, "the second stands by");

    first.freeze();
    deliver(5);
    let frozen = Instant::now();
    until("the second takes over", || taken() == 10).await;
    let took = frozen.elapsed();
    assert_ne!(holder(), reader);
    assert!(!is_long() || took.as_secs() <= 10, "taking over took {took:?}");
    first.thaw();
    deliver(5);
    until("nothing is left", || taken() >= 15).await;
    drop(second);
    until("the first takes over again", || holder().is_some()).await;
    deliver(1);
    until("the last is taken", || taken() >= 16).await;
    assert_eq!(taken(), 16, "no mail was taken twice");
    println!("a mailbox whose node was frozen was read by another {took:?} later; 16 mails taken once");
}
