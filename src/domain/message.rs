//! Messages: the conversation of a ticket.

use serde::{Deserialize, Serialize};

use super::{InboundMailId, MessageId, PersonId, TicketId};
use crate::sla::{Channel, Instant};

/// Who may read a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// Read by the customer too.
    Public,
    /// Read by staff only.
    Note,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The id.
    pub id: MessageId,
    /// Its ticket.
    pub ticket_id: TicketId,
    /// Who wrote it.
    pub author_id: PersonId,
    /// Who may read it.
    pub kind: MessageKind,
    /// How it came in.
    pub channel: Channel,
    /// The text, as plain text.
    pub text: String,
    /// The HTML of a mail, as it came: never shown without the sanitiser.
    pub html: Option<String>,
    /// The mail it came by.
    pub inbound_mail_id: Option<InboundMailId>,
    /// What could not be read or kept of the mail, in words for people.
    pub unread: Vec<String>,
    /// When it was received or written.
    pub created_at: Instant,
}
