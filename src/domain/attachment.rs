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

/// A file name that is safe to offer for a download: no path, no control characters, 1 to 120 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileName(String);

impl FileName {
    /// Cleans a name from outside; an empty one becomes `attachment`.
    #[must_use]
    pub fn clean(raw: &str) -> Self {
        let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
        let is_hidden_control = |c: char| {
            c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        let kept: String =
            last.chars().filter(|c| !is_hidden_control(*c) && !"\"<>|:*?".contains(*c)).collect();
        let trimmed = kept.trim().trim_start_matches('.').trim();
        let short: String = trimmed.chars().take(120).collect();
        Self(if short.is_empty() { "attachment".to_owned() } else { short })
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
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
    use super::FileName;

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
        ] {
            assert_eq!(FileName::clean(raw).as_str(), clean, "{raw:?}");
        }
    }
}
