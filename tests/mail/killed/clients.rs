//! Those who send: each keeps a mail until it was acknowledged, and sends it again otherwise.

use std::io::Write;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use punctual::domain::ContentHash;
use punctual::mail::{ImapConnection, MailboxPosition};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::letters::{Letter, Way};
use super::plan::Place;
use crate::support::dovecot::dovecot;

/// How many send at once.
const AT_ONCE: usize = 8;
/// How long one waits for an answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// All of them.
pub struct Clients {
    place: Place,
    letters: Vec<Letter>,
    /// A permit for each mail that may be sent.
    allowed: Semaphore,
    handed_out: AtomicUsize,
    http: reqwest::Client,
    /// Sendings that nobody acknowledged.
    pub repeated: AtomicUsize,
}

impl Clients {
    pub fn new(place: Place, letters: Vec<Letter>) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self {
            place,
            letters,
            allowed: Semaphore::new(0),
            handed_out: AtomicUsize::new(0),
            http: reqwest::Client::builder().timeout(PATIENCE).build().unwrap(),
            repeated: AtomicUsize::new(0),
        }
    }

    /// Lets so many of the mails be sent, counted from the first.
    pub fn allow(&self, count: usize) {
        let before = self.handed_out.swap(count, Ordering::SeqCst);
        self.allowed.add_permits(count - before);
    }

    /// Sends every mail until it is acknowledged.
    pub async fn send_all(self: Arc<Self>) {
        let sending = futures_util::stream::iter(0..self.letters.len())
            .map(|number| {
                let clients = Arc::clone(&self);
                async move {
                    clients.allowed.acquire().await.unwrap().forget();
                    clients.send(&clients.letters[number], number).await;
                }
            })
            .buffer_unordered(AT_ONCE);
        sending.collect::<()>().await;
    }

    async fn send(&self, letter: &Letter, number: usize) {
        loop {
            let is_acknowledged = match letter.way {
                Way::Smtp => timeout(PATIENCE, by_smtp(self.place.smtp, &letter.bytes)).await == Ok(Some(())),
                Way::Http => self.by_http(&letter.bytes).await == Some(()),
                Way::Pipe => self.by_pipe(letter.bytes.clone(), number).await,
                Way::Imap => self.by_imap(letter.bytes.clone()).await,
            };
            if is_acknowledged {
                return;
            }
            self.repeated.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn by_http(&self, mail: &[u8]) -> Option<()> {
        let address = format!("http://127.0.0.1:{}/api/v1/inbound", self.place.http);
        let request = self.http.post(address).bearer_auth(&self.place.token);
        let answer =
            request.header("content-type", "message/rfc822").body(mail.to_vec()).send().await.ok()?;
        (answer.status() == 202).then_some(())
    }

    /// One in twenty of the processes is killed too, while the mail may or may not be stored.
    async fn by_pipe(&self, mail: Vec<u8>, number: usize) -> bool {
        let (place, is_killed) =
            (self.place.clone(), number % 20 == 7 && self.repeated.load(Ordering::Relaxed).is_multiple_of(2));
        tokio::task::spawn_blocking(move || {
            let mut command = crate::mail::pipe::ingest(&place.database);
            command.stderr(Stdio::null());
            let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
            let _ = child.stdin.take().unwrap().write_all(&mail);
            if is_killed {
                std::thread::sleep(Duration::from_millis(u64::try_from(number % 90).unwrap()));
                let _ = child.kill();
            }
            child.wait().unwrap().success()
        })
        .await
        .unwrap()
    }

    /// The mailbox's server takes it at once, and acknowledges it for us.
    async fn by_imap(&self, mail: Vec<u8>) -> bool {
        let user = self.place.user.clone();
        let deliver = move || dovecot().deliver(&user, &String::from_utf8(mail).unwrap());
        tokio::task::spawn_blocking(deliver).await.is_ok()
    }

    /// The hash of every mail as it has to be stored: what came through the mailbox as its server has it.
    pub async fn expected(&self) -> Vec<String> {
        let direct = self.letters.iter().filter(|letter| letter.way != Way::Imap);
        let mut hashes: Vec<String> = direct.map(|letter| ContentHash::of(&letter.bytes).0).collect();
        let count = self.letters.iter().filter(|letter| letter.way == Way::Imap).count();
        let in_mailbox = in_mailbox(&self.place.user).await;
        assert_eq!(in_mailbox.len(), count, "the mailbox's server has all that was given to it");
        hashes.extend(in_mailbox);
        hashes.sort();
        hashes.dedup();
        hashes
    }
}

/// A mail over SMTP on a connection of its own; none where anything but the expected was answered.
pub async fn by_smtp(port: u16, mail: &[u8]) -> Option<()> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
    let envelope = "MAIL FROM:<bounces@relay.example>\r\nRCPT TO:<support@provider.example>\r\nDATA\r\n";
    let mut stuffed = Vec::with_capacity(mail.len() + 16);
    for line in mail.split_inclusive(|byte| *byte == b'\n') {
        let begins_line = stuffed.is_empty() || stuffed.ends_with(b"\r\n");
        stuffed.extend(line.first().filter(|byte| **byte == b'.' && begins_line));
        stuffed.extend_from_slice(line);
    }
    stuffed.extend_from_slice(b".\r\n");
    for (said, codes) in [
        (b"".as_slice(), &["220"][..]),
        (b"EHLO relay.example\r\n", &["250"]),
        (envelope.as_bytes(), &["250", "250", "354"]),
        (&stuffed, &["250"]),
    ] {
        stream.write_all(said).await.ok()?;
        for code in codes {
            if answer(&mut stream).await? != *code {
                return None;
            }
        }
    }
    Some(())
}

/// The code of the next answer; none once the other side is gone.
async fn answer(stream: &mut TcpStream) -> Option<String> {
    let mut line = Vec::new();
    loop {
        line.push(stream.read_u8().await.ok()?);
        if line.ends_with(b"\r\n") {
            if line.get(3) == Some(&b' ') {
                return Some(String::from_utf8_lossy(&line[..3]).into_owned());
            }
            line.clear();
        }
    }
}

/// The hash of every mail in a mailbox.
async fn in_mailbox(user: &str) -> Vec<String> {
    let everything = MailboxPosition { uid_validity: 0, last_uid: 0 };
    let mut connection = ImapConnection::open(&dovecot().mailbox(user), Some(everything)).await.unwrap();
    let mut hashes = Vec::new();
    while let Some(mail) = connection.next().await.unwrap() {
        hashes.push(ContentHash::of(&mail.raw).0);
        connection.taken(&mail).await.unwrap();
    }
    hashes
}
