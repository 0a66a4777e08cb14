//! What an agent has begun to write into a ticket, kept until it is sent.

use super::{HeldFile, MessageKind, PersonId, TicketId};
use crate::sla::{Instant, Status};

/// One agent's unsent text in one ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The ticket.
    pub ticket_id: TicketId,
    /// Who writes.
    pub person_id: PersonId,
    /// Who was to read it.
    pub kind: MessageKind,
    /// The text as typed.
    pub text: String,
    /// The status that was chosen to be set with it.
    pub then: Option<Status>,
    /// The files of a message that came back, to be sent with it again.
    pub files: Vec<HeldFile>,
    /// Why it could not leave, if it was sent and came back.
    pub problem: Option<String>,
    /// When it was last saved.
    pub saved_at: Instant,
}
