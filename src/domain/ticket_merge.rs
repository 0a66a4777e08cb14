//! A ticket that goes on in another.

use super::{PersonId, TicketId};
use crate::sla::{Instant, Timers};

/// A ticket that was merged into another, with what brings it back.
#[derive(Debug, Clone, PartialEq)]
pub struct TicketMerge {
    /// The ticket that was merged: it is closed, and its messages stay in it.
    pub ticket_id: TicketId,
    /// The ticket in which it goes on.
    pub into_id: TicketId,
    /// Who merged them.
    pub merged_by: PersonId,
    /// When.
    pub merged_at: Instant,
    /// Its clocks as they were until then.
    pub timers: Timers,
    /// Who reads along in the other ticket because of this.
    pub watchers: Vec<PersonId>,
}
