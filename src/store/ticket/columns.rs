//! A ticket as its columns hold it.

use diesel::prelude::*;

use super::queue_order::{queue_order, rest};
use crate::domain::{
    ContractVersionId, OrganizationId, PersonId, SeverityChoice, TeamId, Ticket, TicketId, TicketNumber,
};
use crate::sla::SeverityCode;
use crate::store::StoreError;
use crate::store::schema::ticket;
use crate::store::sql_type::{At, Json};
use crate::store::text::{storable, storable_option};
use crate::store::word::{Row, json, word};

#[derive(Queryable, Selectable, Insertable, Identifiable)]
#[diesel(table_name = ticket)]
pub(super) struct TicketColumns {
    id: TicketId,
    number: i64,
    subject: String,
    channel: String,
    organization_id: Option<OrganizationId>,
    requester_id: PersonId,
    contract_version_id: ContractVersionId,
    answers: Option<Json>,
    follows_up: Option<TicketId>,
    created_at: At,
    #[diesel(embed)]
    changing: ChangingColumns,
}

macro_rules! changing_columns {
    ($($name:ident: $kind:ty,)*) => {
        /// What a ticket's life changes. The others are never written again: an index over them need not be either.
        #[derive(Queryable, Selectable, Insertable)]
        #[diesel(table_name = ticket)]
        pub(super) struct ChangingColumns {
            version: i64,
            $($name: $kind,)*
        }

        /// What one change changes. A column that is named in a statement has its indexes written anew, changed or not,
        /// and most changes leave the ticket where it was in most of them.
        #[derive(AsChangeset)]
        #[diesel(table_name = ticket)]
        pub(super) struct ChangedColumns {
            $($name: Option<$kind>,)*
        }

        impl ChangedColumns {
            pub(super) fn between(before: &Ticket, after: &Ticket) -> Result<Self, StoreError> {
                let (before, after) = (ChangingColumns::of(before)?, ChangingColumns::of(after)?);
                Ok(Self { $($name: (before.$name != after.$name).then_some(after.$name),)* })
            }
        }
    };
}

changing_columns! {
    status: String,
    assignee_id: Option<PersonId>,
    team_id: Option<TeamId>,
    severity: String,
    severity_reason: String,
    severity_rank: i32,
    suggested_severity: Option<String>,
    suggestion_reason: Option<String>,
    timers: String,
    next_due_clock: Option<String>,
    next_due_at: Option<At>,
    next_wake_at: Option<At>,
    queue_order: i64,
    breach_count: i32,
    is_outside_agreement: bool,
    updated_at: At,
}

impl TicketColumns {
    pub(super) fn of(ticket: &Ticket) -> Result<Self, StoreError> {
        Ok(Self {
            id: ticket.id,
            number: ticket.number.0,
            subject: storable(&ticket.subject),
            channel: word(&ticket.channel)?,
            organization_id: ticket.organization_id,
            requester_id: ticket.requester_id,
            contract_version_id: ticket.contract_version_id,
            answers: ticket.answers.as_ref().map(json).transpose()?,
            follows_up: ticket.follows_up,
            created_at: At(ticket.created_at),
            changing: ChangingColumns::of(ticket)?,
        })
    }

    pub(super) fn into_ticket(self) -> Result<Ticket, StoreError> {
        let (id, changing) = (self.id, self.changing);
        let row = Row { table: "ticket", id: &id };
        let next_due = match (changing.next_due_clock, changing.next_due_at) {
            (Some(clock), Some(At(at))) => Some((row.word(clock)?, at)),
            _ => None,
        };
        Ok(Ticket {
            id,
            number: TicketNumber(self.number),
            version: changing.version,
            subject: self.subject,
            channel: row.word(self.channel)?,
            status: row.word(changing.status)?,
            organization_id: self.organization_id,
            requester_id: self.requester_id,
            assignee_id: changing.assignee_id,
            team_id: changing.team_id,
            contract_version_id: self.contract_version_id,
            severity: SeverityChoice {
                code: SeverityCode::new(changing.severity),
                reason: changing.severity_reason,
            },
            severity_rank: changing.severity_rank,
            suggestion: changing.suggested_severity.map(|code| SeverityChoice {
                code: SeverityCode::new(code),
                reason: changing.suggestion_reason.unwrap_or_default(),
            }),
            answers: self.answers.map(|answers| row.json(answers)).transpose()?,
            timers: serde_json::from_str(&changing.timers).map_err(|_| row.corrupt())?,
            next_due,
            next_wake_at: changing.next_wake_at.map(|at| at.0),
            rest: rest(changing.queue_order),
            breach_count: changing.breach_count,
            is_outside_agreement: changing.is_outside_agreement,
            follows_up: self.follows_up,
            created_at: self.created_at.0,
            updated_at: changing.updated_at.0,
        })
    }
}

impl ChangingColumns {
    pub(super) fn of(ticket: &Ticket) -> Result<Self, StoreError> {
        let suggestion = ticket.suggestion.as_ref();
        Ok(Self {
            version: ticket.version,
            status: word(&ticket.status)?,
            assignee_id: ticket.assignee_id,
            team_id: ticket.team_id,
            severity: ticket.severity.code.as_str().to_owned(),
            severity_reason: storable(&ticket.severity.reason),
            severity_rank: ticket.severity_rank,
            suggested_severity: suggestion.map(|choice| choice.code.as_str().to_owned()),
            suggestion_reason: storable_option(suggestion.map(|choice| choice.reason.as_str())),
            timers: serde_json::to_string(&ticket.timers)
                .map_err(|_| StoreError::Database("a ticket's clocks cannot be written".to_owned()))?,
            next_due_clock: ticket.next_due.map(|(clock, _)| word(&clock)).transpose()?,
            next_due_at: ticket.next_due.map(|(_, at)| At(at)),
            next_wake_at: ticket.next_wake_at.map(At),
            queue_order: queue_order(ticket),
            breach_count: ticket.breach_count,
            is_outside_agreement: ticket.is_outside_agreement,
            updated_at: At(ticket.updated_at),
        })
    }
}
