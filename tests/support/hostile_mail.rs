//! Mails that no honest program writes.

use punctual::domain::InboundMailId;
use punctual::service;

use super::app::TestApp;

fn nested(count: usize) -> Vec<u8> {
    let level = |n: usize| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n");
    let mut mail = "From: ann@elsewhere.example\r\n".to_owned();
    mail.extend((0..count).map(level));
    mail.into_bytes()
}

/// A mail with this header, its last line not ended, and this body.
pub fn with_body(head: &str, body: &[u8]) -> Vec<u8> {
    [head.as_bytes(), b"\r\n\r\n", body].concat()
}

/// Makes a mail; the large ones of about so many bytes.
pub type Made = fn(usize) -> Vec<u8>;

const FROM: &str = "From: ann@elsewhere.example";

/// What comes, by a name for a failing test.
pub const HOSTILE: [(&str, Made); 15] = [
    ("no header at all", |_| b"\x01\x02 just bytes \xff\xfe".to_vec()),
    ("only NULs", |_| vec![0; 1000]),
    ("NULs everywhere", |_| b"Fr\0om: a\0nn@elsewhere.example\0\r\nSubject: \0\r\n\r\n\0b\0ody\0".to_vec()),
    ("no From, no Date", |_| b"Subject: Nobody\r\n\r\nnever".to_vec()),
    ("a date in 2096", |_| with_body(&format!("{FROM}\r\nDate: Fri, 13 Jul 2096 25:61:00 +9999"), b"later")),
    ("an unknown charset", |_| {
        with_body(&format!("{FROM}\r\nContent-Type: text/plain; charset=klingon"), b"\xc3\xe9")
    }),
    ("broken MIME", |_| {
        with_body(&format!("{FROM}\r\nContent-Type: multipart/mixed; boundary=\"\""), b"--\r\n\r\n--")
    }),
    ("broken encodings", |_| {
        let head =
            format!("{FROM}\r\nSubject: =?x?y?z?= =?utf-8?b?/w==?=\r\nContent-Transfer-Encoding: base64");
        with_body(&head, b"=*=*=")
    }),
    ("10,000 nested parts", |_| nested(10_000)),
    ("one long line", |large| vec![b'x'; large]),
    ("one long line of a body", |large| with_body(FROM, &vec![b'y'; large])),
    ("one long line of a file", |large| {
        let head = format!("{FROM}\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64");
        with_body(&head, &vec![b'A'; large])
    }),
    ("one long header line", |large| [b"Subject: ".to_vec(), vec![b'z'; large]].concat()),
    ("a million header fields", |large| with_body(&"X-A: b\r\n".repeat(large / 8), b"after them")),
    ("a million parts", |large| {
        let head = format!("{FROM}\r\nContent-Type: multipart/mixed; boundary=b");
        with_body(&head, &b"--b\r\n\r\nx\r\n".repeat(large / 10))
    }),
];

/// All of them, the large ones of about so many bytes, with their names.
pub fn hostile(large: usize) -> impl Iterator<Item = (&'static str, Vec<u8>)> {
    HOSTILE.into_iter().map(move |(name, made)| (name, made(large)))
}

/// Keeps a mail that has come, unread.
pub async fn keep(test: &TestApp, raw: Vec<u8>) -> InboundMailId {
    let context = test.app.context();
    let store = move |c: &mut _| service::store_mail(c, &context, "ingest", &raw, context.now);
    test.app.db.write(store).await.unwrap().id
}
