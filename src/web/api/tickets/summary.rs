//! A ticket as lists show it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{SeverityChoice, TicketNumber};
use crate::sla::{Channel, ClockKind, Instant, SeverityCode, Status};
use crate::store::ticket::TicketRow;
use crate::web::api::names::{NamedOrganization, NamedPerson};

/// What is due next.
#[derive(Debug, Serialize, ToSchema)]
pub struct NextDue {
    /// The clock.
    pub clock: ClockKind,
    /// When it falls due.
    pub due_at: DateTime<Utc>,
}

impl NextDue {
    /// Names the parts.
    #[must_use]
    pub fn of((clock, due_at): (ClockKind, Instant)) -> Self {
        Self { clock, due_at }
    }
}

/// A ticket without its conversation.
#[derive(Debug, Serialize, ToSchema)]
pub struct TicketSummary {
    /// The number that people use.
    pub number: TicketNumber,
    /// Counts every change.
    pub version: i64,
    /// What it is about, one line.
    pub subject: String,
    /// How it came in.
    pub channel: Channel,
    /// Where it stands.
    pub status: Status,
    /// The customer.
    pub organization: Option<NamedOrganization>,
    /// Who reported it.
    pub requester: NamedPerson,
    /// Who works it.
    pub assignee: Option<NamedPerson>,
    /// The key of the agreement that it was opened under.
    pub contract: String,
    /// The severity’s code in that agreement.
    pub severity: SeverityCode,
    /// The severity’s place in that agreement, 0 the most severe.
    pub severity_rank: i32,
    /// What is due next.
    pub next_due: Option<NextDue>,
    /// How many promises were broken so far.
    pub breach_count: i32,
    /// Whether the agreement doesn’t cover it.
    pub is_outside_agreement: bool,
    /// When it was received.
    pub created_at: DateTime<Utc>,
    /// When it last changed, as far as the reader may know.
    pub updated_at: DateTime<Utc>,
    /// What classification read into a mail, until somebody decides; left out for customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<SeverityChoice>,
}

impl TicketSummary {
    /// A row as its viewer may know it.
    #[must_use]
    pub fn of(row: TicketRow, is_staff: bool) -> Self {
        let organization = row.organization_id.zip(row.organization_name);
        Self {
            number: row.number,
            version: row.version,
            subject: row.subject,
            channel: row.channel,
            status: row.status,
            organization: organization.map(|(id, name)| NamedOrganization { id, name }),
            requester: NamedPerson { id: row.requester_id, name: row.requester_name },
            assignee: row.assignee_id.zip(row.assignee_name).map(|(id, name)| NamedPerson { id, name }),
            contract: row.contract_key,
            severity: row.severity,
            severity_rank: row.severity_rank,
            next_due: row.next_due.map(NextDue::of),
            breach_count: row.breach_count,
            is_outside_agreement: row.is_outside_agreement,
            created_at: row.created_at,
            updated_at: row.updated_at,
            suggestion: row.suggestion.filter(|_| is_staff),
        }
    }
}
