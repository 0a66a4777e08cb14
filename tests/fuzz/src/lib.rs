//! What is thrown at the readers, and what must hold of whatever they answer. A panic is a finding.
//!
//! The fuzz binaries call these with what they make up, the ordinary tests with the seeds and small changes to them.

use punctual::domain::{EmailAddress, find_ticket_tag, without_reply_prefixes};
use punctual::mail::{RemoteImages, fold_quotes, html_to_text, parse, replay, replay_answers, sanitize};

/// One target: its name, which is also the name of the folder of its seeds, and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 6] = [
    ("message", message),
    ("header", header),
    ("reply", reply),
    ("receiver", receiver),
    ("mailbox", mailbox),
    ("html", html),
];

/// A message as it becomes a ticket: parsed, its text folded.
pub fn message(bytes: &[u8]) {
    let mail = parse(bytes);
    let is_bad = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    assert!(!mail.text.contains(is_bad), "control characters in the text");
    assert!(!mail.subject.contains(char::is_control), "control characters in the subject");
    assert!(mail.subject.chars().count() <= 500, "the subject is too long");
    assert!(mail.references.len() <= 200 && mail.to.len() <= 200, "there is no end to it");
    assert!(mail.faults.iter().all(|fault| !fault.contains('\n')), "a fault is one line");
    reply(mail.text.as_bytes());
}

/// Header fields, and addresses by themselves.
pub fn header(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(address) = EmailAddress::parse(&text) {
        assert_eq!(EmailAddress::parse(address.as_str()).as_ref(), Ok(&address), "an address is an address");
        assert_eq!(format!("{}@{}", address.local(), address.domain()), address.as_str());
    }
    let about = without_reply_prefixes(&text);
    assert!(text.ends_with(about), "a subject loses nothing but its beginning");
    let _ = find_ticket_tag(&text);
    for name in ["From: ", "To: ", "Subject: ", "References: ", "Content-Type: ", "Content-Disposition: "] {
        let mut mail = name.as_bytes().to_vec();
        mail.extend_from_slice(bytes);
        mail.extend_from_slice(b"\r\n\r\nbody\r\n");
        message(&mail);
    }
}

/// The text of a reply: cut into stretches, it is still all there.
pub fn reply(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let joined: String = fold_quotes(&text).iter().map(|stretch| stretch.text).collect();
    assert_eq!(joined, text, "folding loses nothing");
}

/// What a client says to the receiver.
pub fn receiver(bytes: &[u8]) {
    for mail in replay(bytes) {
        assert!(mail.len() <= 4096, "the limit holds");
        assert_eq!(replay(&sent(&mail)), [mail], "what was taken is taken again, whole and alone");
    }
}

/// A mail as a client sends it, a dot before each dot that begins a line (RFC 5321 section 4.5.2).
fn sent(mail: &[u8]) -> Vec<u8> {
    let mut said = b"DATA\r\n".to_vec();
    for byte in mail {
        if *byte == b'.' && said.ends_with(b"\r\n") {
            said.push(b'.');
        }
        said.push(*byte);
    }
    said.extend_from_slice(b".\r\n");
    said
}

/// What a server answers to the reader of mailboxes.
pub fn mailbox(bytes: &[u8]) {
    assert!(replay_answers(bytes) <= bytes.len());
}

/// The HTML of a mail: nothing that runs, loads or leads into our own pages survives.
pub fn html(bytes: &[u8]) {
    let raw = String::from_utf8_lossy(bytes);
    let safe = sanitize(&raw, RemoteImages::Blocked, |_| None).to_ascii_lowercase();
    for tag in safe.split('<').skip(1).map(|piece| piece.split('>').next().unwrap_or_default()) {
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
        let is_bad =
            ["script", "style", "svg", "math", "iframe", "form", "input", "object", "template", "base"];
        assert!(!is_bad.contains(&name.as_str()), "{safe}");
        let attributes = without_quoted(tag);
        for bad in [" on", " style", " src", " id", " class"] {
            assert!(!attributes.contains(bad), "{bad} in {safe}");
        }
        assert!(!tag.contains("href=\"javascript") && !tag.contains("href=\"/"), "{safe}");
    }
    let _ = html_to_text(&raw);
}

/// A tag with its quoted values left out, in which anything may stand.
fn without_quoted(tag: &str) -> String {
    tag.split('"').step_by(2).collect()
}
