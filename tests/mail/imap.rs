//! Mailboxes of a real Dovecot, read over lines that break.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use punctual::config::Mailbox;
use punctual::mail::{
    AfterTaking, Credential, FetchedMail, ImapConnection, ImapError, ImapSettings, MailboxPosition, Security,
};
use punctual::worker;
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::support::app::{TestApp, Who};
use crate::support::dovecot::dovecot;

fn settings(user: &str) -> ImapSettings {
    dovecot().mailbox(user)
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
    let position = connection.position().unwrap();
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
    let position = connection.position().unwrap();
    assert!(position.last_uid >= 1);
    deliver("firsttime", &["new"]);
    assert_eq!(take_all(&mut reader).await.unwrap(), ["new"], "read by somebody else before us");
    let mut connection = open(&settings, Some(position)).await;
    assert_eq!(take_all(&mut connection).await.unwrap(), ["new"]);
}

#[tokio::test]
async fn a_first_reading_that_breaks_off_begins_anew_and_never_takes_what_others_have_read() {
    let settings = settings("brokenoff");
    deliver("brokenoff", &["unread", "read", "unread too"]);
    let mut reader = open(&settings, None).await;
    let first = reader.next().await.unwrap().unwrap();
    reader.taken(&FetchedMail { uid: first.uid + 1, ..first.clone() }).await.unwrap();
    let mut connection = open(&settings, None).await;
    let taken = connection.next().await.unwrap().unwrap();
    connection.taken(&taken).await.unwrap();
    drop(connection);
    let mut connection = open(&settings, taken.position).await;
    assert_eq!(take_all(&mut connection).await.unwrap(), ["unread too"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mail_that_came_while_we_were_away_is_taken_though_somebody_has_read_it() {
    let test = TestApp::sqlite();
    let mailbox = Mailbox { name: "away".to_owned(), imap: settings("away") };
    assert_eq!(worker::mailbox::run_once(&test.app, &mailbox).await.unwrap(), 0, "nothing lies there yet");
    deliver("away", &["help"]);
    let mut colleague = open(&settings("away"), None).await;
    assert_eq!(take_all(&mut colleague).await.unwrap(), ["help"]);
    assert_eq!(worker::mailbox::run_once(&test.app, &mailbox).await.unwrap(), 1);
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
    let wrong_password =
        ImapSettings { credential: Credential::Password("wrong".to_owned()), ..settings("wrong") };
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

/// The way of the bytes on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    ToServer,
    ToClient,
}

/// How many bytes a line carries, in each direction, before it breaks altogether.
#[derive(Debug, Clone, Copy)]
struct Strength {
    to_server: usize,
    to_client: usize,
}

impl Strength {
    const UNBROKEN: Self = Self { to_server: usize::MAX, to_client: usize::MAX };

    fn until(direction: Direction, bytes: usize) -> Self {
        match direction {
            Direction::ToServer => Self { to_server: bytes, ..Self::UNBROKEN },
            Direction::ToClient => Self { to_client: bytes, ..Self::UNBROKEN },
        }
    }
}

/// A line to the server that breaks after so many bytes; afterwards it tells how many there were in each direction.
async fn line(strength: Strength) -> (u16, tokio::task::JoinHandle<[usize; 2]>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = dovecot().imap_port;
    let running = tokio::spawn(async move {
        let (outside, _) = listener.accept().await.unwrap();
        let inside = TcpStream::connect(("127.0.0.1", server)).await.unwrap();
        let (from_client, to_client) = outside.into_split();
        let (from_server, to_server) = inside.into_split();
        let mut counts = [0, 0];
        let [up, down] = &mut counts;
        // The first direction to end takes the other with it.
        tokio::select! {
            () = carry(from_client, to_server, strength.to_server, up) => {}
            () = carry(from_server, to_client, strength.to_client, down) => {}
        }
        counts
    });
    (port, running)
}

async fn carry(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, limit: usize, count: &mut usize) {
    let mut chunk = vec![0; 4096];
    while *count < limit {
        let wanted = chunk.len().min(limit - *count);
        let length = from.read(&mut chunk[..wanted]).await.unwrap_or(0);
        if length == 0 || to.write_all(&chunk[..length]).await.is_err() {
            return;
        }
        *count += length;
    }
}

/// Takes what it can over a line, as a caller does that commits each mail with its position in one transaction.
async fn take_over(
    settings: &ImapSettings,
    position: &mut Option<MailboxPosition>,
    stored: &mut Vec<String>,
) {
    let Ok(mut connection) = ImapConnection::open(settings, *position).await else { return };
    while let Ok(Some(mail)) = connection.next().await {
        stored.push(punctual::mail::parse(&mail.raw).subject);
        *position = mail.position;
        if connection.taken(&mail).await.is_err() {
            return;
        }
    }
    connection.close().await;
}

/// Breaks the line at every byte of a whole session, or at a sample of them made from a seed; of each break another
/// session goes on, until all is taken.
#[tokio::test]
async fn no_break_of_the_line_loses_a_mail_or_doubles_one() {
    let subjects: Vec<String> = (0..5).map(|number| format!("mail {number}")).collect();
    deliver("breaks", &subjects.iter().map(String::as_str).collect::<Vec<_>>());
    let direct = settings("breaks");
    let begun = Some(MailboxPosition { uid_validity: 0, last_uid: 0 });
    let (port, running) = line(Strength::UNBROKEN).await;
    let (mut position, mut stored) = (begun, Vec::new());
    take_over(&ImapSettings { port, ..direct.clone() }, &mut position, &mut stored).await;
    assert_eq!(stored, subjects);
    let [to_server, to_client] = running.await.unwrap();
    let mut random = StdRng::seed_from_u64(1);
    for (direction, length) in [(Direction::ToServer, to_server), (Direction::ToClient, to_client)] {
        let is_whole = std::env::var_os("IMAP_EVERY_BYTE").is_some();
        let sample = if is_whole { length } else { 40 };
        for place in rand::seq::index::sample(&mut random, length, sample.min(length)) {
            let (port, _running) = line(Strength::until(direction, place)).await;
            let (mut position, mut stored) = (begun, Vec::new());
            take_over(&ImapSettings { port, ..direct.clone() }, &mut position, &mut stored).await;
            take_over(&direct, &mut position, &mut stored).await;
            assert_eq!(stored, subjects, "broken at byte {place} of {length}, {direction:?}");
        }
    }
}

/// A line that stays open and on which, from some moment on, nothing is carried any more.
async fn line_that_falls_silent(silent: Arc<AtomicBool>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = dovecot().imap_port;
    tokio::spawn(async move {
        let (mut outside, _) = listener.accept().await.unwrap();
        let mut inside = TcpStream::connect(("127.0.0.1", server)).await.unwrap();
        let (mut up, mut down) = ([0; 4096], [0; 4096]);
        loop {
            let (length, to, chunk) = tokio::select! {
                length = outside.read(&mut up) => (length.unwrap(), &mut inside, &up),
                length = inside.read(&mut down) => (length.unwrap(), &mut outside, &down),
            };
            if silent.load(Ordering::SeqCst) {
                return std::future::pending().await;
            }
            to.write_all(&chunk[..length]).await.unwrap();
        }
    });
    port
}

#[tokio::test]
async fn a_connection_of_which_only_our_half_is_left_is_noticed_in_time() {
    assert!(ImapSettings::USUAL_SILENCE < Duration::from_secs(300), "within five minutes");
    let silent = Arc::new(AtomicBool::new(false));
    let port = line_that_falls_silent(Arc::clone(&silent)).await;
    let settings = ImapSettings { port, silence: Duration::from_secs(2), ..settings("halfopen") };
    let mut connection = open(&settings, None).await;
    assert_eq!(connection.next().await.unwrap(), None);
    silent.store(true, Ordering::SeqCst);
    let begun = tokio::time::Instant::now();
    let error =
        timeout(Duration::from_secs(60), connection.wait()).await.expect("it is noticed").unwrap_err();
    assert!(matches!(error, ImapError::TimedOut | ImapError::Connection(_)), "{error:?}");
    assert!(begun.elapsed() >= Duration::from_secs(1), "a server may be silent for a while");
}

#[tokio::test]
async fn a_server_that_hangs_up_while_we_wait_is_noticed() {
    // Enough for everything up to the waiting, and for a little of what the server tells then.
    let (port, _running) = line(Strength::until(Direction::ToClient, 2000)).await;
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_too_large_to_be_fetched_becomes_a_ticket_that_says_so_and_its_sender_is_told() {
    let test = TestApp::sqlite();
    let large = format!(
        "From: contact@dms.example\r\nSubject: The whole log\r\nMessage-ID: <log@dms.example>\r\n\r\n{}",
        "A line of the log.\r\n".repeat(300)
    );
    dovecot().deliver("large", &large);
    dovecot().deliver("large", "From: contact@dms.example\r\nSubject: Small\r\n\r\nShort.");
    let mailbox = Mailbox {
        name: "large".to_owned(),
        imap: ImapSettings { largest: 5000, after: AfterTaking::MarkSeen, ..settings("large") },
    };
    assert_eq!(worker::mailbox::run_once(&test.app, &mailbox).await.unwrap(), 2);
    test.tick().await;
    let mut pages = Vec::new();
    for number in 1..=2 {
        pages.push(test.api(Who::Agent).open(&format!("/desk/tickets/{number}")).await.expect(200).text());
    }
    let says_so = |page: &&String| page.contains("The mail is too large (6 KB)");
    let (large, small): (Vec<_>, Vec<_>) = pages.iter().partition(says_so);
    assert!(large.len() == 1 && large[0].contains("The whole log"), "{large:?}");
    assert!(small.len() == 1 && small[0].contains("Short."), "{small:?}");
    // The text has its line ends where they fall.
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let says_so = |text: &str| words(text).contains("too large as a whole (6 KB)");
    let told: Vec<_> = test.mails().into_iter().filter(|mail| says_so(&mail.text)).collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].to, "contact@dms.example");
}
