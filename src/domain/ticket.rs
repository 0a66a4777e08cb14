//! Tickets.

use serde::{Deserialize, Serialize};

use super::{ContractVersionId, OrganizationId, PersonId, Rest, TeamId, TicketId};
use crate::sla::{Channel, ClockKind, Instant, SeverityCode, Status, Timers};

pub use crate::sla::Answers;

/// The number people call a ticket by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TicketNumber(pub i64);

impl std::fmt::Display for TicketNumber {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A severity with the reason for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeverityChoice {
    /// The contract's code.
    pub code: SeverityCode,
    /// Why, in words.
    pub reason: String,
}

/// A ticket as it stands; a projection of its history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ticket {
    /// The id.
    pub id: TicketId,
    /// The number people use.
    pub number: TicketNumber,
    /// Counts every change; a writer that saw an older version is refused.
    pub version: i64,
    /// What it is about, one line.
    pub subject: String,
    /// How it came in.
    pub channel: Channel,
    /// Where it stands.
    pub status: Status,
    /// The customer; none where the sender is unknown.
    pub organization_id: Option<OrganizationId>,
    /// Who reported it.
    pub requester_id: PersonId,
    /// The agent who works it.
    pub assignee_id: Option<PersonId>,
    /// The team it belongs to.
    pub team_id: Option<TeamId>,
    /// The version of the contract it was opened under, and keeps.
    pub contract_version_id: ContractVersionId,
    /// The severity in force and its reason.
    pub severity: SeverityChoice,
    /// Position of that severity in its contract, 0 the most severe.
    pub severity_rank: i32,
    /// What classification read into a mail, until an agent decides.
    pub suggestion: Option<SeverityChoice>,
    /// What the reporter answered in the form.
    pub answers: Option<Answers>,
    /// The facts of its clocks.
    pub timers: Timers,
    /// What is owed next and when it is or was due: a missed response or solution until it is given, else the next due
    /// instant. Cached for the queue's order.
    pub next_due: Option<(ClockKind, Instant)>,
    /// The next instant at which the worker has something to do, cached.
    pub next_wake_at: Option<Instant>,
    /// Whether it is put away.
    pub rest: Rest,
    /// Breaches recorded so far.
    pub breach_count: i32,
    /// Whether the severity covers nothing: outside the agreement, chargeable.
    pub is_outside_agreement: bool,
    /// The closed ticket that this one follows up.
    pub follows_up: Option<TicketId>,
    /// When it was received.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
}
