//! A ticket as its columns hold it.

use diesel::prelude::*;

use super::queue_order::queue_order;
use crate::domain::{
    ContractVersionId, OrganizationId, PersonId, SeverityChoice, TeamId, Ticket, TicketId, TicketNumber,
};
use crate::sla::SeverityCode;
use crate::store::StoreError;
use crate::store::schema::ticket;
use crate::store::sql_type::{At, Json};
use crate::store::text::{storable, storable_option};
use crate::store::word::{Row, json, word};

#[derive(Queryable, Selectable, Insertable, AsChangeset, Identifiable)]
#[diesel(table_name = ticket)]
#[diesel(treat_none_as_null = true)]
pub(super) struct TicketColumns {
    id: TicketId,
    number: i64,
    version: i64,
    subject: String,
    channel: String,
    status: String,
    organization_id: Option<OrganizationId>,
    requester_id: PersonId,
    assignee_id: Option<PersonId>,
    team_id: Option<TeamId>,
    contract_version_id: ContractVersionId,
    severity: String,
    severity_reason: String,
    severity_rank: i32,
    suggested_severity: Option<String>,
    suggestion_reason: Option<String>,
    answers: Option<Json>,
    timers: String,
    next_due_clock: Option<String>,
    next_due_at: Option<At>,
    next_wake_at: Option<At>,
    queue_order: i64,
    breach_count: i32,
    is_outside_agreement: bool,
    follows_up: Option<TicketId>,
    created_at: At,
    updated_at: At,
}

impl TicketColumns {
    pub(super) fn of(ticket: &Ticket) -> Result<Self, StoreError> {
        let suggestion = ticket.suggestion.as_ref();
        Ok(Self {
            id: ticket.id,
            number: ticket.number.0,
            version: ticket.version,
            subject: storable(&ticket.subject),
            channel: word(&ticket.channel)?,
            status: word(&ticket.status)?,
            organization_id: ticket.organization_id,
            requester_id: ticket.requester_id,
            assignee_id: ticket.assignee_id,
            team_id: ticket.team_id,
            contract_version_id: ticket.contract_version_id,
            severity: ticket.severity.code.as_str().to_owned(),
            severity_reason: storable(&ticket.severity.reason),
            severity_rank: ticket.severity_rank,
            suggested_severity: suggestion.map(|choice| choice.code.as_str().to_owned()),
            suggestion_reason: storable_option(suggestion.map(|choice| choice.reason.as_str())),
            answers: ticket.answers.as_ref().map(json).transpose()?,
            timers: serde_json::to_string(&ticket.timers)
                .map_err(|_| StoreError::Database("a ticket's clocks cannot be written".to_owned()))?,
            next_due_clock: ticket.next_due.map(|(clock, _)| word(&clock)).transpose()?,
            next_due_at: ticket.next_due.map(|(_, at)| At(at)),
            next_wake_at: ticket.next_wake_at.map(At),
            queue_order: queue_order(ticket),
            breach_count: ticket.breach_count,
            is_outside_agreement: ticket.is_outside_agreement,
            follows_up: ticket.follows_up,
            created_at: At(ticket.created_at),
            updated_at: At(ticket.updated_at),
        })
    }

    pub(super) fn into_ticket(self) -> Result<Ticket, StoreError> {
        let id = self.id;
        let row = Row { table: "ticket", id: &id };
        let next_due = match (self.next_due_clock, self.next_due_at) {
            (Some(clock), Some(At(at))) => Some((row.word(clock)?, at)),
            _ => None,
        };
        Ok(Ticket {
            id,
            number: TicketNumber(self.number),
            version: self.version,
            subject: self.subject,
            channel: row.word(self.channel)?,
            status: row.word(self.status)?,
            organization_id: self.organization_id,
            requester_id: self.requester_id,
            assignee_id: self.assignee_id,
            team_id: self.team_id,
            contract_version_id: self.contract_version_id,
            severity: SeverityChoice { code: SeverityCode::new(self.severity), reason: self.severity_reason },
            severity_rank: self.severity_rank,
            suggestion: self.suggested_severity.map(|code| SeverityChoice {
                code: SeverityCode::new(code),
                reason: self.suggestion_reason.unwrap_or_default(),
            }),
            answers: self.answers.map(|answers| row.json(answers)).transpose()?,
            timers: serde_json::from_str(&self.timers).map_err(|_| row.corrupt())?,
            next_due,
            next_wake_at: self.next_wake_at.map(|at| at.0),
            breach_count: self.breach_count,
            is_outside_agreement: self.is_outside_agreement,
            follows_up: self.follows_up,
            created_at: self.created_at.0,
            updated_at: self.updated_at.0,
        })
    }
}
