//! Other people's programs in front of our listener: swaks, and a real Postfix that relays over SMTP and over LMTP.

use std::process::Command;
use std::time::Duration;

use punctual::domain::InboundMail;
use punctual::mail::Protocol;
use punctual::store;

use super::listener::Listener;
use crate::support::app::{TestApp, on_both_apps};
use crate::support::postfix::Postfix;

on_both_apps!(
    swaks_delivers_over_smtp_and_lmtp,
    postfix_relays_over_smtp_and_keeps_what_we_could_not_take,
    postfix_relays_over_lmtp_and_keeps_what_we_could_not_take,
);

/// Sends a mail with swaks, off the event loop; gives its transcript.
async fn swaks(port: u16, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new("swaks");
    command.args(["--server", "127.0.0.1", "--port", &port.to_string(), "--helo", "client.example"]);
    command.args(["--from", "contact@dms.example", "--timeout", "30"]).args(arguments);
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap();
    let output = output.expect("this test needs swaks: install Debian's package `swaks`");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

async fn swaks_delivers_over_smtp_and_lmtp(test: TestApp) {
    for (protocol, argument) in [(Protocol::Smtp, "ESMTP"), (Protocol::Lmtp, "LMTP")] {
        let listener = Listener::start(&test, protocol);
        let recipients = "support@provider.example,support+1@provider.example";
        let subject = format!("Subject: by {argument}");
        let arguments = ["--protocol", argument, "--to", recipients, "--header", &subject, "--pipeline"];
        let (is_taken, transcript) = swaks(listener.port, &arguments).await;
        assert!(is_taken, "{transcript}");
        let answers = transcript.matches("250 2.0.0 Taken").count();
        assert_eq!(answers, if protocol == Protocol::Lmtp { 2 } else { 1 }, "{transcript}");
        let (is_taken, transcript) =
            swaks(listener.port, &["--protocol", argument, "--to", "victim@elsewhere.example"]).await;
        assert!(!is_taken && transcript.contains("550 5.1.1"), "{transcript}");
        listener.stop().await;
    }
    test.tick().await;
    assert_eq!(stored(&test).iter().filter(|mail| mail.ticket_id.is_some()).count(), 2);
}

async fn postfix_relays_over_smtp_and_keeps_what_we_could_not_take(test: TestApp) {
    relay(&test, Protocol::Smtp).await;
}

async fn postfix_relays_over_lmtp_and_keeps_what_we_could_not_take(test: TestApp) {
    relay(&test, Protocol::Lmtp).await;
}

async fn relay(test: &TestApp, protocol: Protocol) {
    let listener = Listener::start(test, protocol);
    let port = listener.port;
    let postfix = tokio::task::spawn_blocking(move || Postfix::relaying_to(protocol, port)).await.unwrap();
    send(&postfix, "First").await;
    until_stored(test, 1).await;

    test.refuse_mail(true);
    send(&postfix, "Second").await;
    let postfix = tokio::task::spawn_blocking(move || {
        postfix.wait_for_log("451 4.3.0 Not now, try again later");
        postfix
    });
    let postfix = postfix.await.unwrap();
    assert_eq!(stored(test).len(), 1);
    test.refuse_mail(false);
    until_stored(test, 2).await;
    tokio::task::spawn_blocking(move || drop(postfix)).await.unwrap();
    listener.stop().await;

    test.tick().await;
    let mails = stored(test);
    assert!(mails.iter().all(|mail| mail.ticket_id.is_some()), "{mails:?}");
    let envelope = test.read(|c| store::inbound::get_envelope(c, mails[0].id)).unwrap();
    assert_eq!(
        (envelope.helo.as_str(), envelope.return_path.as_str()),
        ("relay.example", "contact@dms.example")
    );
}

async fn send(postfix: &Postfix, subject: &str) {
    let header = format!("Subject: {subject}");
    let arguments = ["--to", "support@provider.example", "--header", &header, "--body", ".\\n..\\nGrüße"];
    let (is_taken, transcript) = swaks(postfix.port, &arguments).await;
    assert!(is_taken, "{transcript}");
}

fn stored(test: &TestApp) -> Vec<InboundMail> {
    test.read(|c| store::inbound::list(c, &store::inbound::InboundFilter::default(), None, 100))
}

/// Waits until so many mails are stored: each commit is heard.
async fn until_stored(test: &TestApp, count: usize) {
    let mut changes = test.database().changes();
    let waiting = async {
        while stored(test).len() < count {
            changes.next().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("Postfix delivers");
}
