//! Mails of every kind, made from a seed: plain ones, HTML, attachments, replies, broken ones, and the same once more.

use base64::Engine as _;
use rand::Rng;
use rand::rngs::StdRng;

/// By which way a mail comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Smtp,
    Imap,
    Pipe,
    Http,
}

/// A mail and its way.
#[derive(Debug, Clone)]
pub struct Letter {
    pub way: Way,
    pub bytes: Vec<u8>,
}

/// So many mails.
pub fn letters(count: usize, random: &mut StdRng) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::with_capacity(count);
    for number in 0..count {
        let way = [Way::Smtp, Way::Imap, Way::Pipe, Way::Http][random.random_range(0..4)];
        let is_repeated = way != Way::Imap && number > 10 && random.random_ratio(1, 20);
        // A mail from the mailbox has lines of its server's: it is never the same again.
        let earlier = || letters.iter().filter(|letter| letter.way != Way::Imap).map(|letter| &letter.bytes);
        let bytes = match is_repeated {
            true => earlier().nth(random.random_range(0..earlier().count().max(1))).cloned(),
            false => None,
        };
        let bytes = bytes.unwrap_or_else(|| make(number, way, random));
        letters.push(Letter { way, bytes });
    }
    letters
}

fn make(number: usize, way: Way, random: &mut StdRng) -> Vec<u8> {
    let customer = ["dms", "teamplify"][random.random_range(0..2)];
    let head = format!(
        "From: Person {0} <person{0}@{customer}.example>\r\nTo: support@provider.example\r\n\
         Message-ID: <{number}@{customer}.example>\r\nSubject: Mail {number}\r\n",
        random.random_range(0..20),
    );
    let text = "It takes minutes until anything happens.\r\n".repeat(random.random_range(1..30));
    match random.random_range(0..6) {
        0 | 1 => format!("{head}\r\n{text}"),
        2 => {
            format!("{head}Content-Type: text/html; charset=utf-8\r\n\r\n<p>Größe <b>{number}</b></p>{text}")
        }
        3 => with_attachment(&head, &text, random),
        4 => {
            let parent = random.random_range(0..=number);
            format!("{head}In-Reply-To: <{parent}@{customer}.example>\r\n\r\n> quoted\r\n\r\n{text}")
        }
        _ => return broken(&head, &text, way, random),
    }
    .into_bytes()
}

fn with_attachment(head: &str, text: &str, random: &mut StdRng) -> String {
    let mut file = vec![0; random.random_range(1..20_000)];
    random.fill(file.as_mut_slice());
    let encoded = base64::engine::general_purpose::STANDARD.encode(file);
    let lines: Vec<&str> =
        encoded.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!(
        "{head}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=part\r\n\r\n--part\r\n\
         Content-Type: text/plain\r\n\r\n{text}\r\n--part\r\nContent-Type: application/octet-stream\r\n\
         Content-Disposition: attachment; filename=\"log.bin\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n\
         --part--\r\n",
        lines.join("\r\n")
    )
}

/// Parts without an end, unknown alphabets, bytes that are no text. What goes through a mailbox is text at least.
fn broken(head: &str, text: &str, way: Way, random: &mut StdRng) -> Vec<u8> {
    let mut mail = match random.random_range(0..3) {
        0 => format!("{head}Content-Type: multipart/mixed; boundary=nowhere\r\n\r\n--other\r\n{text}"),
        1 => format!("{head}Content-Type: text/plain; charset=klingon\r\n\r\n{text}"),
        _ => format!("{head}Content-Transfer-Encoding: base64\r\n\r\n!!!{text}"),
    }
    .into_bytes();
    if way != Way::Imap {
        mail.extend([0xff, 0x00, 0xc3, b'\n', b'.', b'\n', 0x80]);
    }
    mail.extend_from_slice(b"\r\n");
    mail
}
