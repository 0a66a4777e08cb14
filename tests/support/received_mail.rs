//! A mail as its reader gets it.

use punctual::mail::OutgoingMail;

/// A mail that left the house.
#[derive(Debug, Clone)]
pub struct ReceivedMail {
    /// The addressee.
    pub to: String,
    /// Its Message-ID, without angle brackets.
    pub message_id: String,
    /// Where its answers go.
    pub reply_to: Option<String>,
    /// The Message-IDs that it answers.
    pub references: Vec<String>,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
}

impl ReceivedMail {
    pub(super) fn read(mail: &OutgoingMail) -> Self {
        let parsed = punctual::mail::parse(&mail.bytes);
        Self {
            to: mail.to.to_string(),
            message_id: mail.message_id.clone(),
            reply_to: parsed.reply_to.map(|address| address.to_string()),
            references: parsed.references,
            subject: parsed.subject,
            text: parsed.text,
        }
    }
}
