//! Mailboxes of a real Dovecot, read over lines that break.

use std::time::Duration;

use punctual::mail::{AfterTaking, ImapConnection, ImapError, ImapSettings, MailboxPosition, Security};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::support::dovecot::dovecot;

fn settings(user: &str) -> ImapSettings {
    ImapSettings {
        host: "localhost".to_owned(),
        port: dovecot().imap_port,
        security: Security::None,
        ca_file: None,
        user: user.to_owned(),
        password: "secret".to_owned(),
        folder: "INBOX".to_owned(),
        poll: Duration::from_secs(1),
        after: AfterTaking::MarkSeen,
    }
}

fn deliver(user: &str, texts: &[&str]) {
    for text in texts {
        dovecot().deliver(user, &format!("Subject: {text}\r\n\r\n{text}"));
    }
}

/// Takes everything that is new; gives the subjects.
async fn take_all(connection: &mut ImapConnection) -> Result<Vec<String>, ImapError> {
    let mut subjects = Vec::new();
    while let Some(mail) = connection.next().await? {
        subjects.push(punctual::mail::parse(&mail.raw).subject);
        connection.taken(&mail).await?;
    }
    Ok(subjects)
}

async fn open(settings: &ImapSettings, known: Option<MailboxPosition>) -> ImapConnection {
    ImapConnection::open(settings, known).await.unwrap()
}

#[tokio::test]
async fn mails_come_in_their_order_once_and_a_position_survives_the_connection() {
    let settings = settings("order");
    deliver("order", &["one", "two"]);
    let mut connection = open(&settings, None).await;
    let first = connection.next().await.unwrap().unwrap();
    let age = chrono::DateTime::parse_from_rfc3339("2020-01-01T00:00:00Z").unwrap();
    assert!(first.received_at.unwrap() > age, "the server says when it was received");
    assert!(
        String::from_utf8_lossy(&first.raw).ends_with("Subject: one\r\n\r\none\r\n"),
        "all of it, byte for byte"
    );
    assert_eq!(
        connection.next().await.unwrap().unwrap(),
        first,
        "not taken yet, so it is still the next one"
    );
    assert_eq!(take_all(&mut connection).await.unwrap(), ["one", "two"]);
    assert_eq!(connection.next().await.unwrap(), None);
    let position = connection.position();
    connection.close().await;

    deliver("order", &["three"]);
    let mut connection = open(&settings, Some(position)).await;
    assert_eq!(take_all(&mut connection).await.unwrap(), ["three"]);
    let renumbered = MailboxPosition { uid_validity: position.uid_validity.wrapping_add(1), ..position };
    let mut connection = open(&settings, Some(renumbered)).await;
    assert_eq!(
        take_all(&mut connection).await.unwrap(),
        ["one", "two", "three"],
        "numbered anew: everything counts again"
    );
}

#[tokio::test]
async fn the_first_time_only_unread_mail_counts_and_afterwards_every_mail() {
    let settings = settings("firsttime");
    deliver("firsttime", &["old"]);
    let mut reader = open(&settings, None).await;
    assert_eq!(take_all(&mut reader).await.unwrap(), ["old"], "and it is flagged as read");
    let mut connection = open(&settings, None).await;
    assert_eq!(connection.next().await.unwrap(), None, "somebody has read it already");
    let position = connection.position();
    assert!(position.last_uid >= 1);
    deliver("firsttime", &["new"]);
    assert_eq!(take_all(&mut reader).await.unwrap(), ["new"], "read by somebody else before us");
    let mut connection = open(&settings, Some(position)).await;
    assert_eq!(take_all(&mut connection).await.unwrap(), ["new"]);
}

#[tokio::test]
async fn a_new_mail_ends_the_waiting() {
    let settings = settings("idle");
    let mut connection = open(&settings, None).await;
    assert_eq!(connection.next().await.unwrap(), None);
    let waiting = async {
        while connection.next().await.unwrap().is_none() {
            connection.wait().await.unwrap();
        }
    };
    let delivering = tokio::task::spawn_blocking(|| deliver("idle", &["news"]));
    timeout(Duration::from_secs(30), waiting).await.expect("the server tells by itself");
    delivering.await.unwrap();
}

#[tokio::test]
async fn a_taken_mail_can_be_moved_out_of_the_way() {
    let settings = ImapSettings { after: AfterTaking::MoveTo("Taken".to_owned()), ..settings("move") };
    deliver("move", &["one"]);
    let mut connection = open(&settings, None).await;
    assert_eq!(take_all(&mut connection).await.unwrap(), ["one"]);
    let unknown = MailboxPosition { uid_validity: 1, last_uid: 0 };
    let mut inbox = open(&settings, Some(unknown)).await;
    assert_eq!(inbox.next().await.unwrap(), None);
    let mut taken = open(&ImapSettings { folder: "Taken".to_owned(), ..settings }, Some(unknown)).await;
    assert!(taken.next().await.unwrap().is_some());
}

#[tokio::test]
async fn tls_works_both_ways_and_only_with_a_certificate_that_we_trust() {
    deliver("tls", &["one"]);
    for (security, port) in [(Security::Tls, dovecot().imaps_port), (Security::StartTls, dovecot().imap_port)]
    {
        let strange = ImapSettings { security, port, ..settings("tls") };
        let error = ImapConnection::open(&strange, None).await.err().unwrap();
        assert!(matches!(error, ImapError::Connection(_)), "{security:?}: {error}");
        let trusted = ImapSettings { ca_file: Some(dovecot().certificate()), ..strange };
        let mut connection = open(&trusted, None).await;
        assert!(connection.next().await.unwrap().is_some(), "{security:?}");
    }
}

#[tokio::test]
async fn what_is_set_up_wrong_is_named() {
    let wrong_password = ImapSettings { password: "wrong".to_owned(), ..settings("wrong") };
    let error = ImapConnection::open(&wrong_password, None).await.err().unwrap();
    assert!(matches!(error, ImapError::SignIn(_)), "{error}");
    let no_folder = ImapSettings { folder: "Nowhere".to_owned(), ..settings("wrong") };
    let error = ImapConnection::open(&no_folder, None).await.err().unwrap();
    assert!(matches!(error, ImapError::Refused { command: "SELECT", .. }), "{error}");
    let no_file =
        ImapSettings { security: Security::Tls, ca_file: Some("/missing.pem".into()), ..settings("wrong") };
    let error = ImapConnection::open(&no_file, None).await.err().unwrap();
    assert!(matches!(&error, ImapError::Settings(text) if text.contains("missing.pem")), "{error}");
    let nobody = ImapSettings { port: 9, ..settings("wrong") };
    let error = ImapConnection::open(&nobody, None).await.err().unwrap();
    assert!(matches!(error, ImapError::Connection(_)), "{error}");
}

/// A line to the server on which the server's bytes stop after so many, and everything with them.
async fn line_that_breaks_after(bytes: usize) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = dovecot().imap_port;
    tokio::spawn(async move {
        let (outside, _) = listener.accept().await.unwrap();
        let inside = TcpStream::connect(("127.0.0.1", server)).await.unwrap();
        let (mut from_client, mut to_client) = outside.into_split();
        let (mut from_server, mut to_server) = inside.into_split();
        let upwards = tokio::spawn(async move { tokio::io::copy(&mut from_client, &mut to_server).await });
        let mut left = bytes;
        let mut chunk = vec![0; 4096];
        while left > 0 {
            let wanted = chunk.len().min(left);
            let count = from_server.read(&mut chunk[..wanted]).await.unwrap_or(0);
            if count == 0 || to_client.write_all(&chunk[..count]).await.is_err() {
                break;
            }
            left -= count;
        }
        upwards.abort();
    });
    port
}

#[tokio::test]
async fn no_break_of_the_line_loses_a_mail_or_doubles_one() {
    let subjects: Vec<String> = (0..5).map(|number| format!("mail {number}")).collect();
    deliver("breaks", &subjects.iter().map(String::as_str).collect::<Vec<_>>());
    let direct = settings("breaks");
    let mut stored: Vec<String> = Vec::new();
    let mut position = Some(MailboxPosition { uid_validity: 0, last_uid: 0 });
    // Each line carries a little more than the last one did: every place in the dialogue is broken now and then.
    for bytes in (100..3000).step_by(47) {
        let port = line_that_breaks_after(bytes).await;
        let Ok(mut connection) =
            ImapConnection::open(&ImapSettings { port, ..direct.clone() }, position).await
        else {
            continue;
        };
        while let Ok(Some(mail)) = connection.next().await {
            // What a caller commits in one transaction: the mail and the position.
            stored.push(punctual::mail::parse(&mail.raw).subject);
            position = Some(mail.position);
            if connection.taken(&mail).await.is_err() {
                break;
            }
        }
    }
    let mut connection = open(&direct, position).await;
    stored.extend(take_all(&mut connection).await.unwrap());
    assert_eq!(stored, subjects);
}

#[tokio::test]
async fn a_server_that_hangs_up_while_we_wait_is_noticed() {
    // Enough for everything up to the waiting, and for a little of what the server tells then.
    let port = line_that_breaks_after(2000).await;
    let mut connection = open(&ImapSettings { port, ..settings("hangup") }, None).await;
    let waiting = async {
        loop {
            if let Err(error) = connection.next().await {
                return error;
            }
            if let Err(error) = connection.wait().await {
                return error;
            }
        }
    };
    let delivering = tokio::task::spawn_blocking(|| deliver("hangup", &["some"; 60]));
    let error = timeout(Duration::from_secs(60), waiting).await.expect("it is noticed");
    delivering.await.unwrap();
    assert!(matches!(error, ImapError::Connection(_) | ImapError::Protocol(_)), "{error:?}");
}
