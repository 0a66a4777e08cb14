//! Pages: calls on the on-call chain.

use serde::{Deserialize, Serialize};

use super::{PageId, PersonId, TicketId};
use crate::sla::Instant;

/// One call on one step of the chain. Unique by ticket, start of the chain and step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The id.
    pub id: PageId,
    /// The ticket.
    pub ticket_id: TicketId,
    /// When the chain began.
    pub chain_started_at: Instant,
    /// Step of the chain, 0 first.
    pub step: i32,
    /// Who was called; none where the rota had nobody, so the team was.
    pub person_id: Option<PersonId>,
    /// Why.
    pub why: String,
    /// When the call was due, and made.
    pub paged_at: Instant,
    /// When somebody took it.
    pub taken_at: Option<Instant>,
    /// Who took it.
    pub taken_by: Option<PersonId>,
}
