//! The whole way by real servers: a mail lies in a Dovecot mailbox, becomes a ticket over IMAP, and its breach notice
//! leaves over SMTP.

use punctual::config::Mailbox;
use punctual::mail::Mailer;
use punctual::worker;

use super::ticket;
use crate::mail::sink::{Sink, without_tls};
use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::dovecot::dovecot;

on_both_apps!(from_a_mailbox_to_a_breach_notice);

const MAIL: &str = "From: Ann <ann@dms.example>\r\nTo: support@provider.example\r\nMessage-ID: <wire@dms.example>\r\nSubject: Export is slow\r\n\r\nIt takes minutes.\r\n";

async fn from_a_mailbox_to_a_breach_notice(test: TestApp) {
    let user = if test.database().is_sqlite() { "wire-sqlite" } else { "wire-postgres" };
    dovecot().deliver(user, MAIL);
    let mailbox = Mailbox { name: user.to_owned(), imap: dovecot().mailbox(user) };
    assert_eq!(worker::mailbox::run_once(&test.app, &mailbox).await.unwrap(), 1);
    assert_eq!(worker::mailbox::run_once(&test.app, &mailbox).await.unwrap(), 0, "it is taken once");
    test.tick().await;
    let found = ticket(&test, Who::Agent, 1).await;
    assert_eq!((&found["subject"], &found["severity"]), (&"Export is slow".into(), &"Low".into()));

    let due = found["clocks"]["respond"]["due_at"].as_str().unwrap().to_owned();
    test.app.clock.set(due.parse().unwrap());
    test.app.clock.advance(chrono::TimeDelta::seconds(1));
    worker::timers::run_once(&test.app, test.now()).await.unwrap();
    let sink = Sink::start().await;
    let mut app = test.app.clone();
    app.mailer = Mailer::from_settings(Some(without_tls(sink.address.port()))).unwrap();
    worker::outbox::run_once(&app, test.now()).await.unwrap();
    let notice =
        sink.mails().into_iter().find(|mail| mail.contains("To: ") && mail.contains("contact@dms.example"));
    let notice = notice.expect("the designated contact is told");
    for header in ["Auto-Submitted: ", "In-Reply-To: <", "Message-ID: <", "[#1]"] {
        assert!(notice.contains(header), "{header} is missing in:\n{notice}");
    }
    sink.stop().await;
}
