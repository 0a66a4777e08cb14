//! Watchers: people who read along in a ticket.

use super::{PersonId, TicketId};
use crate::sla::Instant;

/// Somebody who is sent what is written publicly in a ticket, and may answer by mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watcher {
    /// The ticket.
    pub ticket_id: TicketId,
    /// Who watches it.
    pub person_id: PersonId,
    /// Who added them.
    pub added_by: PersonId,
    /// When.
    pub added_at: Instant,
}
