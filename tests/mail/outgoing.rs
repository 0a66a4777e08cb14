//! Notices on their way out: what a server that is slow, refuses or falls silent does to them, and to the others.

use std::time::Duration;

use punctual::domain::{OutboxEntry, OutboxState};
use punctual::mail::{Mailer, MemoryMailer, SendError, SmtpSettings};
use punctual::store::outbox::OutboxFilter;
use punctual::{store, worker};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};

use super::sink::without_tls;
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    a_stuck_mailbox_delays_nobody_else,
    a_crowd_of_stuck_mailboxes_delays_no_breach_notice,
    a_mail_that_nobody_takes_is_tried_ever_later_and_given_up_after_five_days,
    a_mail_that_is_refused_for_good_fails_at_once_where_people_see_it,
    a_mail_whose_answer_got_lost_is_sent_again_as_the_same_mail,
);

/// Longer than anything here takes, on however slow a machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// A mail server that takes everything, but never answers about a mailbox whose name begins with `stuck`. Gives its
/// port, and the addressees of what it took.
async fn server() -> (u16, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (taken, addressees) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(converse(stream, taken.clone()));
        }
    });
    (port, addressees)
}

async fn converse(stream: TcpStream, taken: mpsc::UnboundedSender<String>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let (mut addressee, mut is_mail) = (String::new(), false);
    stream.write_all(b"220 x\r\n").await?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let answer = match line.trim_end() {
            "." if is_mail => {
                is_mail = false;
                let _ = taken.send(addressee.clone());
                "250 taken"
            }
            _ if is_mail => continue,
            "DATA" => {
                is_mail = true;
                "354 go on"
            }
            told if told.starts_with("RCPT TO:<stuck") => std::future::pending().await,
            told if told.starts_with("RCPT TO:<") => {
                addressee = told[9..].split('>').next().unwrap().to_owned();
                "250 x"
            }
            _ => "250 x",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

/// The installation with a real mail server, its worker running. It ends with the test.
async fn run(test: &TestApp, port: u16) -> (tokio::task::JoinHandle<()>, watch::Sender<bool>) {
    let settings = SmtpSettings { connections: 4, ..without_tls(port) };
    let mut app = test.app.clone();
    app.mailer = Mailer::from_settings(Some(settings)).unwrap();
    let (stop, stopped) = watch::channel(false);
    (tokio::spawn(worker::run(app, stopped)), stop)
}

/// Takes in a report by mail, and writes its acknowledgement without sending it.
async fn report_from(test: &TestApp, from: &str, number: usize) {
    let raw = format!("From: {from}\r\nSubject: Report {number}\r\n\r\nIt is report {number} of {from}.\r\n");
    test.api(Who::Admin).post_bytes("/api/v1/inbound", "message/rfc822", raw).await.expect(202);
    worker::inbound::run_once(&test.app, test.now()).await.unwrap();
}

/// Waits until each of these has got a mail, in whatever order.
async fn arrive(addressees: &mut mpsc::UnboundedReceiver<String>, wanted: &[&str]) {
    let mut missing = wanted.to_vec();
    let found = async {
        while !missing.is_empty() {
            let came = addressees.recv().await.expect("the server runs");
            missing.retain(|wanted| *wanted != came);
        }
    };
    let is_complete = tokio::time::timeout(PATIENCE, found).await.is_ok();
    assert!(is_complete, "some of {wanted:?} got nothing");
}

async fn a_stuck_mailbox_delays_nobody_else(test: TestApp) {
    for number in 0..18 {
        report_from(&test, "stuck@nowhere.example", number).await;
    }
    for number in 0..3 {
        report_from(&test, &format!("ann{number}@elsewhere.example"), number).await;
    }
    let (port, mut addressees) = server().await;
    let (worker, _stop) = run(&test, port).await;
    let others = ["ann0@elsewhere.example", "ann1@elsewhere.example", "ann2@elsewhere.example"];
    arrive(&mut addressees, &others).await;
    report_from(&test, "later@elsewhere.example", 0).await;
    arrive(&mut addressees, &["later@elsewhere.example"]).await;
    worker.abort();
}

async fn a_crowd_of_stuck_mailboxes_delays_no_breach_notice(test: TestApp) {
    for number in 0..40 {
        report_from(&test, &format!("stuck{number}@nowhere{number}.example"), number).await;
    }
    let (port, mut addressees) = server().await;
    let (worker, _stop) = run(&test, port).await;
    let report = serde_json::json!({ "subject": "Down", "text": "All of it", "severity": "Critical" });
    test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
    test.app.clock.set("2026-11-23T11:00:01Z".parse().unwrap());
    arrive(&mut addressees, &["contact@dms.example"]).await;
    worker.abort();
}

fn memory(test: &TestApp) -> &MemoryMailer {
    match &test.app.mailer {
        Mailer::Memory(memory) => memory,
        other => panic!("tests keep their mail: {other:?}"),
    }
}

/// The acknowledgement of the only ticket.
fn acknowledgement(test: &TestApp) -> OutboxEntry {
    test.read(|c| store::outbox::list(c, &OutboxFilter::default(), None, 10)).remove(0)
}

#[track_caller]
fn assert_shows(page: &str, words: &[&str]) {
    for wanted in words {
        assert!(page.contains(wanted), "“{wanted}” is not on the page:\n{page}");
    }
}

async fn a_mail_that_nobody_takes_is_tried_ever_later_and_given_up_after_five_days(test: TestApp) {
    report_from(&test, "ann@elsewhere.example", 1).await;
    let begun = test.now();
    let mut rests = Vec::new();
    let failed = loop {
        let entry = acknowledgement(&test);
        if entry.state == OutboxState::Failed {
            break entry;
        }
        rests.push((entry.next_attempt_at - test.now()).num_seconds());
        test.app.clock.set(entry.next_attempt_at);
        memory(&test).fail_next(SendError::Temporary("451 come back later".to_owned()));
        worker::outbox::run_once(&test.app, test.now()).await.unwrap();
        assert!(rests.len() < 1000, "there is no end to it");
    };
    let rests = &rests[1..];
    assert!(rests[0] < 30 && rests.iter().all(|rest| *rest <= 5 * 3600), "{rests:?}");
    let grows = rests.windows(2).take(8).all(|pair| pair[1] > pair[0]);
    assert!(grows, "{rests:?}");
    let tried_for = test.now() - begun;
    assert!(tried_for >= chrono::TimeDelta::days(5), "{tried_for}");
    assert!(tried_for <= chrono::TimeDelta::hours(5 * 24 + 5), "{tried_for}");
    assert!(failed.last_error.unwrap().contains("451 come back later"));
    let page = test.api(Who::Agent).open("/desk/tickets/1").await.expect(200).text();
    assert_shows(&page, &["A notice could not be delivered", "451 come back later"]);
}

async fn a_mail_that_is_refused_for_good_fails_at_once_where_people_see_it(test: TestApp) {
    report_from(&test, "ann@elsewhere.example", 1).await;
    memory(&test).fail_next(SendError::Permanent("550 5.1.1 nobody here".to_owned()));
    worker::outbox::run_once(&test.app, test.now()).await.unwrap();
    let entry = acknowledgement(&test);
    assert_eq!((entry.state, entry.attempts), (OutboxState::Failed, 1));
    let ticket = test.api(Who::Agent).open("/desk/tickets/1").await.expect(200).text();
    assert_shows(&ticket, &["A notice could not be delivered", "550 5.1.1 nobody here"]);
    let outbox = test.api(Who::Manager).open("/admin/outbox?state=failed").await.expect(200).text();
    assert_shows(&outbox, &["ann@elsewhere.example", "550 5.1.1 nobody here"]);
}

async fn a_mail_whose_answer_got_lost_is_sent_again_as_the_same_mail(test: TestApp) {
    report_from(&test, "ann@elsewhere.example", 1).await;
    memory(&test).fail_next(SendError::Uncertain("the answer got lost".to_owned()));
    worker::outbox::run_once(&test.app, test.now()).await.unwrap();
    let entry = acknowledgement(&test);
    assert_eq!((entry.state, entry.uncertain_at), (OutboxState::Pending, Some(test.now())));
    test.app.clock.set(entry.next_attempt_at);
    worker::outbox::run_once(&test.app, test.now()).await.unwrap();
    let sent = test.mails();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].message_id, entry.message_id, "a reader’s mail program shows it once");
    let ticket = test.api(Who::Agent).open("/desk/tickets/1").await.expect(200).text();
    assert_shows(&ticket, &["Uncertain: a notice may have been delivered twice"]);
    let outbox = test.api(Who::Manager).open("/admin/outbox").await.expect(200).text();
    assert_shows(&outbox, &["Uncertain: may have been delivered twice"]);
    let notice = test.api(Who::Manager).open(&format!("/admin/outbox/{}", entry.id)).await.expect(200).text();
    assert_shows(&notice, &["may have been delivered twice: the answer got lost on"]);
}
