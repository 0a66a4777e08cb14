//! Who is at a ticket at this moment, so that two agents don't answer the same one.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::{HOLD, PersonId, TicketId, TicketNumber};
use crate::sla::Instant;

/// What somebody does at a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doing {
    /// Has its page open.
    Viewing,
    /// Writes into it.
    Writing,
    /// Has answered: the reply leaves in a moment, unless it is taken back.
    Answering,
}

impl Doing {
    /// For how long one sign of it holds: a page says so again before that, and one that was left falls silent.
    #[must_use]
    pub fn lasts(self) -> TimeDelta {
        match self {
            Self::Viewing => TimeDelta::seconds(50),
            Self::Writing => TimeDelta::seconds(12),
            Self::Answering => HOLD,
        }
    }
}

/// Somebody at a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    /// The ticket.
    pub ticket_id: TicketId,
    /// Its number.
    pub number: TicketNumber,
    /// Who.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// What they do.
    pub doing: Doing,
    /// Until when this is believed without another sign.
    pub expires_at: Instant,
}
