//! What became of a notice after it had left, as another mail server reports it.

use serde::{Deserialize, Serialize};

use super::{DeliveryOutcome, EmailAddress, FailureReason, InboundMailId, NoticeReportId, OutboxId};
use crate::sla::Instant;

/// One report about one notice and one addressee of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeReport {
    /// The id.
    pub id: NoticeReportId,
    /// The notice.
    pub outbox_id: OutboxId,
    /// The mail that reports it; none where our own mail server said so when it was given the notice.
    pub inbound_mail_id: Option<InboundMailId>,
    /// The address that it is about. Another one than the notice's where that forwards its mail.
    pub recipient: EmailAddress,
    /// What happened.
    pub outcome: DeliveryOutcome,
    /// Why, where it did not arrive.
    pub reason: FailureReason,
    /// What the other server said; may be empty.
    pub said: String,
    /// When we heard of it.
    pub reported_at: Instant,
}

impl NoticeReport {
    /// In plain words: `Could not be delivered to ann@example.com: the mailbox is full`.
    #[must_use]
    pub fn in_words(&self) -> String {
        self.outcome.in_words(&self.recipient, self.reason)
    }
}

impl DeliveryOutcome {
    /// In plain words, with what it is about.
    #[must_use]
    pub fn in_words(self, recipient: &EmailAddress, reason: FailureReason) -> String {
        match self {
            Self::Failed => format!("Could not be delivered to {recipient}: {}", reason.in_words()),
            Self::Delayed => format!("Late to {recipient}, still being tried: {}", reason.in_words()),
            Self::Delivered => format!("Taken by the mail server of {recipient}"),
        }
    }
}
