//! Mail that comes in: kept raw first, read afterwards.

use serde::{Deserialize, Serialize};

use super::{ContentHash, EmailAddress, Envelope, InboundMailId, TicketId, TicketNumber};
use crate::sla::Instant;

/// Where a received mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InboundState {
    /// Stored, not read yet.
    Received,
    /// It became a ticket or a message.
    Processed,
    /// Held back, with the reason in `error`.
    Quarantined,
    /// Held back, and set aside by a manager; the reason for which it was held back stays in `error`.
    Discarded,
    /// Reading it failed; it is tried again, with the error in `error`.
    Failed,
}

/// One mail as it was received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundMail {
    /// The id.
    pub id: InboundMailId,
    /// The way in: a mailbox's name, `ingest`, `api`.
    pub source: String,
    /// Its bytes; the same bytes are one mail, however often they come.
    pub raw: ContentHash,
    /// Size in bytes.
    pub size: i64,
    /// When it was received, by the server's clock: the clocks start here, never at the Date header.
    pub received_at: Instant,
    /// Where it stands.
    pub state: InboundState,
    /// What went wrong, if anything.
    pub error: Option<String>,
    /// How often reading was tried.
    pub attempts: i32,
    /// The ticket it became or joined.
    pub ticket_id: Option<TicketId>,
}

/// A file in a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedPart {
    /// The name as sent.
    pub file_name: String,
    /// The media type as sent.
    pub content_type: String,
    /// For inline images, what HTML refers to as `cid:`.
    pub content_id: Option<String>,
    /// The decoded bytes.
    pub bytes: Vec<u8>,
}

/// A mail server's report on one mail (RFC 3464).
///
/// Anybody can write one: it is worth something only if `original_message_id` is one of ours.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeliveryReport {
    /// The Message-ID of the mail that it is about, without angle brackets, where the report quotes it.
    pub original_message_id: Option<String>,
    /// What happened to each addressee.
    pub recipients: Vec<ReportedRecipient>,
}

/// One addressee in a delivery report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedRecipient {
    /// The address as the mail was sent to it.
    pub address: EmailAddress,
    /// What happened.
    pub outcome: DeliveryOutcome,
    /// The enhanced status code (RFC 3463), such as `5.1.1`.
    pub status: Option<String>,
    /// What the other server said.
    pub diagnostic: Option<String>,
}

/// What a delivery report says of an addressee (RFC 3464 section 2.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryOutcome {
    /// Given up for good.
    Failed,
    /// Late, still being tried.
    Delayed,
    /// Delivered, relayed or expanded.
    Delivered,
}

/// What could be read of a mail. Every field may be missing: any bytes give a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ParsedMail {
    /// The author's address.
    pub from: Option<EmailAddress>,
    /// The author's name as written.
    pub from_name: Option<String>,
    /// Where the author wants answers, if not at `from`.
    pub reply_to: Option<EmailAddress>,
    /// Addressees.
    pub to: Vec<EmailAddress>,
    /// Copied addressees.
    pub cc: Vec<EmailAddress>,
    /// To whom the mail server delivered it (Delivered-To, X-Original-To, Envelope-To): a signed reply address may
    /// stand here alone, where the author's program wrote another one into To.
    pub delivered_to: Vec<EmailAddress>,
    /// The subject, one line.
    pub subject: String,
    /// Its Message-ID without angle brackets.
    pub message_id: Option<String>,
    /// What it answers: In-Reply-To first, then References from the last to the first; without angle brackets.
    pub references: Vec<String>,
    /// The ticket number in the subject's tag, as in `[#1042]`.
    pub ticket_number: Option<TicketNumber>,
    /// The text: the plain part, or the HTML part as text.
    pub text: String,
    /// The text without the history that it quotes at its end and the signature.
    pub answer: String,
    /// The HTML part as sent.
    pub html: Option<String>,
    /// Its files.
    pub parts: Vec<ParsedPart>,
    /// Whether a robot wrote it (RFC 3834 and its relatives): it never gets an automatic answer.
    pub is_automatic: bool,
    /// Whether it answers by itself in the place of a person who is away.
    pub is_auto_reply: bool,
    /// What a mail server reports about a mail of ours, if this is such a report.
    pub delivery_report: Option<DeliveryReport>,
    /// The size of the whole mail in bytes, where only its header was taken, because it was too large.
    pub left_behind: Option<i64>,
    /// What could not be read, in words.
    pub faults: Vec<String>,
}

impl ParsedMail {
    /// Adds what the envelope says beyond the header: to whom it was delivered, and by an empty return path that a
    /// robot wrote it (RFC 3834 section 4).
    #[must_use]
    pub fn with_envelope(mut self, envelope: &Envelope) -> Self {
        let recipients = envelope.recipients.iter().filter_map(|text| EmailAddress::parse(text).ok());
        self.delivered_to.extend(recipients);
        self.is_automatic |= envelope.return_path.is_empty();
        self
    }
}
