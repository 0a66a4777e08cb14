//! By what a received mail is found again.

use super::ParsedMail;
use super::search::fold;

/// So many letters of a name or a subject are searched.
const SEARCHED: usize = 1000;
/// The longest Message-ID that is kept, in bytes: a line of a mail has at most 998 (RFC 5322 section 2.1.1).
const LONGEST_MESSAGE_ID: usize = 998;

/// By what a received mail is found again, whatever became of it: as [`fold`] writes it, but for the Message-ID. What
/// a mail doesn't say is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InboundHead {
    /// The address that it says it is from.
    pub sender: String,
    /// The name that it says it is from.
    pub sender_name: String,
    /// The subject.
    pub subject: String,
    /// The Message-ID without angle brackets, as it came.
    pub message_id: String,
}

impl InboundHead {
    /// That of a mail.
    #[must_use]
    pub fn of(mail: &ParsedMail) -> Self {
        let searched = |text: &str| fold(text).chars().take(SEARCHED).collect();
        let message_id = mail.message_id.clone().filter(|id| id.len() <= LONGEST_MESSAGE_ID);
        Self {
            sender: mail.from.as_ref().map(|from| searched(from.as_str())).unwrap_or_default(),
            sender_name: mail.from_name.as_deref().map(searched).unwrap_or_default(),
            subject: searched(&mail.subject),
            message_id: message_id.unwrap_or_default(),
        }
    }
}
