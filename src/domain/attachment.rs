//! Files that come with messages; their bytes are kept once, by their hash.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{AttachmentId, MessageId, TicketId};

/// The SHA-256 of some bytes, in lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContentHash(pub String);

impl ContentHash {
    /// Hashes bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// The longest name of a file, in characters.
const LONGEST_NAME: usize = 120;

/// A file name that is safe to offer for a download: no path, no device, nothing unseen, 1 to 120
/// characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileName(String);

impl FileName {
    /// Cleans a name from outside; an empty one becomes `attachment`.
    #[must_use]
    pub fn clean(raw: &str) -> Self {
        let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
        let kept: String = last.chars().filter(|c| !is_hidden(*c) && !"\"<>|:*?".contains(*c)).collect();
        // A system that takes such a name may cut white space and dots at its end, and so make another name of it.
        let trimmed = kept.trim().trim_start_matches('.').trim_end_matches(['.', ' ']).trim();
        let short = shortened(trimmed);
        Self(match short.as_str() {
            "" => "attachment".to_owned(),
            name if is_device(name) => format!("_{name}"),
            _ => short,
        })
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Characters that are not seen, or that turn the reading around, so that a name looks like another one.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}

/// The name in at most [`LONGEST_NAME`] characters, what it ends in (`.pdf`) kept.
fn shortened(name: &str) -> String {
    if name.chars().count() <= LONGEST_NAME {
        return name.to_owned();
    }
    let ending =
        name.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| ending.chars().count() <= 10);
    match ending {
        None => name.chars().take(LONGEST_NAME).collect(),
        Some(ending) => {
            let room = LONGEST_NAME - ending.chars().count() - 1;
            format!("{}.{ending}", name.chars().take(room).collect::<String>())
        }
    }
}

/// Whether Windows would take the name for a device, whatever it ends in.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim().to_ascii_uppercase();
    let is_numbered = |name: &str| {
        stem.strip_prefix(name).is_some_and(|number| {
            number.chars().count() == 1 && number.contains(|c: char| c.is_ascii_digit() || "¹²³".contains(c))
        })
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || is_numbered("COM")
        || is_numbered("LPT")
}

/// A number of bytes for people: `640 B`, `12 KB`, `3.4 MB`.
#[must_use]
pub fn size_in_words(bytes: i64) -> String {
    match bytes {
        ..1000 => format!("{bytes} B"),
        1000..1_000_000 => format!("{} KB", (bytes + 500) / 1000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// One file of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The id.
    pub id: AttachmentId,
    /// Its ticket.
    pub ticket_id: TicketId,
    /// Its message.
    pub message_id: MessageId,
    /// The name offered for a download.
    pub file_name: FileName,
    /// The media type its sender claimed; downloads never trust it.
    pub content_type: String,
    /// Where its bytes are.
    pub content: ContentHash,
    /// How many bytes.
    pub size: i64,
    /// What the HTML of its message refers to it as, `cid:` and this (RFC 2392); only files of mails have one.
    pub content_id: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::{FileName, size_in_words};

    #[test]
    fn sizes_are_short() {
        for (bytes, text) in [(0, "0 B"), (999, "999 B"), (12_300, "12 KB"), (3_440_000, "3.4 MB")] {
            assert_eq!(size_in_words(bytes), text);
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let long = FileName::clean(&format!("{}.pdf", "x".repeat(300)));
        assert_eq!((long.as_str().chars().count(), long.as_str().ends_with("x.pdf")), (120, true));
        assert_eq!(FileName::clean(&"é".repeat(300)).as_str().chars().count(), 120);
    }

    #[test]
    fn names_lose_paths_and_tricks_but_stay_readable() {
        for (raw, clean) in [
            ("report.pdf", "report.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\temp\\log.txt", "log.txt"),
            ("a\r\nSet-Cookie: x", "aSet-Cookie x"),
            ("", "attachment"),
            ("...", "attachment"),
            ("inv\u{202e}fdp.exe", "invfdp.exe"),
            ("Übersicht 2026.xlsx", "Übersicht 2026.xlsx"),
            ("CON", "_CON"),
            ("com1.tar.gz", "_com1.tar.gz"),
            ("lpt².txt", "_lpt².txt"),
            ("console.log", "console.log"),
            ("virus.exe. . ", "virus.exe"),
            ("a\u{feff}\u{2067}b\u{ad}.txt", "ab.txt"),
            ("\u{202e}", "attachment"),
            ("a/..", "attachment"),
        ] {
            assert_eq!(FileName::clean(raw).as_str(), clean, "{raw:?}");
        }
    }
}
