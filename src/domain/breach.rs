//! Promises and breaches, as managers count them.

use serde::{Deserialize, Serialize};

use super::{BreachId, PromiseId, TicketId};
use crate::sla::{ClockKind, Instant, SeverityCode};

/// One broken promise. Unique by ticket, clock and due instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breach {
    /// The id.
    pub id: BreachId,
    /// The ticket.
    pub ticket_id: TicketId,
    /// The clock that ran out.
    pub clock: ClockKind,
    /// The severity at that instant.
    pub severity: SeverityCode,
    /// The true due instant, which is when the breach happened.
    pub due_at: Instant,
    /// When it was written down: later than due by the worker's delay.
    pub recorded_at: Instant,
    /// When what was promised came after all.
    pub met_at: Option<Instant>,
}

/// How a promise ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromiseOutcome {
    /// Still open.
    Running,
    /// Kept in time.
    Kept,
    /// Broken.
    Broken,
    /// Fell away before it was due, neither kept nor broken: left without a target, or the ticket was resolved.
    Stopped,
}

/// One promise: a clock from a start to its end. An update clock makes one for every period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseRecord {
    /// The id.
    pub id: PromiseId,
    /// The ticket.
    pub ticket_id: TicketId,
    /// The clock.
    pub clock: ClockKind,
    /// The severity when it ended, or now.
    pub severity: SeverityCode,
    /// The event that started it.
    pub started_at: Instant,
    /// When it is or was due; none while it is paused.
    pub due_at: Option<Instant>,
    /// How it ended.
    pub outcome: PromiseOutcome,
    /// When it ended.
    pub ended_at: Option<Instant>,
}
