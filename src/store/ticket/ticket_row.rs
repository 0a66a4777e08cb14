//! A ticket as lists show it.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::domain::{
    ContractVersionId, OrganizationId, PersonId, SeverityChoice, TeamId, TicketId, TicketNumber,
};
use crate::sla::{Channel, ClockKind, Instant, SeverityCode, Status};
use crate::store::schema::{contract_version, organization, person, ticket};
use crate::store::sql_type::At;
use crate::store::word::Row;
use crate::store::{Connection, StoreError};

/// A ticket without its clocks' facts, with the names that lists show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketRow {
    /// The id.
    pub id: TicketId,
    /// The number people use.
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
    pub organization_id: Option<OrganizationId>,
    /// The customer's name.
    pub organization_name: Option<String>,
    /// Who reported it.
    pub requester_id: PersonId,
    /// The reporter's name.
    pub requester_name: String,
    /// The agent who works it.
    pub assignee_id: Option<PersonId>,
    /// That agent's name.
    pub assignee_name: Option<String>,
    /// The team it belongs to.
    pub team_id: Option<TeamId>,
    /// The version of the contract it was opened under.
    pub contract_version_id: ContractVersionId,
    /// That contract's key.
    pub contract_key: String,
    /// The severity in force; its name is the contract's to say.
    pub severity: SeverityCode,
    /// Position of that severity in its contract, 0 the most severe.
    pub severity_rank: i32,
    /// What classification read into a mail, until an agent decides.
    pub suggestion: Option<SeverityChoice>,
    /// The next due instant and its clock.
    pub next_due: Option<(ClockKind, Instant)>,
    /// Breaches recorded so far.
    pub breach_count: i32,
    /// Whether it lies outside the agreement.
    pub is_outside_agreement: bool,
    /// When it was received.
    pub created_at: Instant,
    /// When it last changed, as far as who asked may know.
    pub updated_at: Instant,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = ticket)]
pub(super) struct ListedColumns {
    id: TicketId,
    pub(super) number: i64,
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
    pub(super) severity_rank: i32,
    suggested_severity: Option<String>,
    suggestion_reason: Option<String>,
    next_due_clock: Option<String>,
    next_due_at: Option<At>,
    pub(super) queue_order: i64,
    breach_count: i32,
    is_outside_agreement: bool,
    pub(super) created_at: At,
    pub(super) updated_at: At,
}

impl ListedColumns {
    /// The same ticket, last changed at this instant.
    pub(super) fn changed_at(self, updated_at: At) -> Self {
        Self { updated_at, ..self }
    }
}

/// The names on one page, each looked up once.
struct Names {
    people: HashMap<PersonId, String>,
    organizations: HashMap<OrganizationId, String>,
    contracts: HashMap<ContractVersionId, String>,
}

/// Adds the names to a page.
pub(super) fn with_names(
    c: &mut Connection,
    listed: Vec<ListedColumns>,
) -> Result<Vec<TicketRow>, StoreError> {
    let names = Names::load(c, &listed)?;
    listed.into_iter().map(|columns| names.row(columns)).collect()
}

impl Names {
    fn load(c: &mut Connection, listed: &[ListedColumns]) -> Result<Self, StoreError> {
        let mut people: Vec<PersonId> =
            listed.iter().flat_map(|row| [Some(row.requester_id), row.assignee_id]).flatten().collect();
        let mut organizations: Vec<OrganizationId> =
            listed.iter().filter_map(|row| row.organization_id).collect();
        let mut contracts: Vec<ContractVersionId> =
            listed.iter().map(|row| row.contract_version_id).collect();
        people.sort_unstable();
        people.dedup();
        organizations.sort_unstable();
        organizations.dedup();
        contracts.sort_unstable();
        contracts.dedup();
        let people: Vec<(PersonId, String)> =
            person::table.filter(person::id.eq_any(people)).select((person::id, person::name)).load(c)?;
        let organizations: Vec<(OrganizationId, String)> = organization::table
            .filter(organization::id.eq_any(organizations))
            .select((organization::id, organization::name))
            .load(c)?;
        let contracts: Vec<(ContractVersionId, String)> = contract_version::table
            .filter(contract_version::id.eq_any(contracts))
            .select((contract_version::id, contract_version::key))
            .load(c)?;
        Ok(Self {
            people: people.into_iter().collect(),
            organizations: organizations.into_iter().collect(),
            contracts: contracts.into_iter().collect(),
        })
    }

    fn row(&self, columns: ListedColumns) -> Result<TicketRow, StoreError> {
        let id = columns.id;
        let row = Row { table: "ticket", id: &id };
        let next_due = match (columns.next_due_clock, columns.next_due_at) {
            (Some(clock), Some(At(at))) => Some((row.word(clock)?, at)),
            _ => None,
        };
        let person = |id: &PersonId| self.people.get(id).cloned();
        Ok(TicketRow {
            id,
            number: TicketNumber(columns.number),
            version: columns.version,
            subject: columns.subject,
            channel: row.word(columns.channel)?,
            status: row.word(columns.status)?,
            organization_id: columns.organization_id,
            organization_name: columns.organization_id.and_then(|id| self.organizations.get(&id).cloned()),
            requester_id: columns.requester_id,
            requester_name: person(&columns.requester_id).unwrap_or_default(),
            assignee_id: columns.assignee_id,
            assignee_name: columns.assignee_id.as_ref().and_then(person),
            team_id: columns.team_id,
            contract_version_id: columns.contract_version_id,
            contract_key: self.contracts.get(&columns.contract_version_id).cloned().unwrap_or_default(),
            severity: SeverityCode::new(columns.severity),
            severity_rank: columns.severity_rank,
            suggestion: columns.suggested_severity.map(|code| SeverityChoice {
                code: SeverityCode::new(code),
                reason: columns.suggestion_reason.unwrap_or_default(),
            }),
            next_due,
            breach_count: columns.breach_count,
            is_outside_agreement: columns.is_outside_agreement,
            created_at: columns.created_at.0,
            updated_at: columns.updated_at.0,
        })
    }
}
