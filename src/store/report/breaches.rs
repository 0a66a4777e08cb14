//! Breaches as the board lists them.

use diesel::prelude::*;

use super::scope::{ContractKeys, Period, ReportFilter, keep_scope};
use crate::domain::{Breach, ContractVersionId, OrganizationId, TicketNumber};
use crate::store::any_connection::MultiBackend;
use crate::store::breach::{BreachColumns, BreachCursor};
use crate::store::schema::{breach, organization, ticket};
use crate::store::sql_type::At;
use crate::store::word::word;
use crate::store::{Connection, StoreError};

/// A breach with what a list shows of its ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreachRow {
    /// The breach.
    pub breach: Breach,
    /// Its ticket's number.
    pub ticket_number: TicketNumber,
    /// Its ticket's subject.
    pub ticket_subject: String,
    /// The customer.
    pub organization_id: Option<OrganizationId>,
    /// The customer's name.
    pub organization_name: Option<String>,
    /// The contract's key.
    pub contract_key: String,
}

/// Up to `limit` breaches whose due instant lies in the period: the last due first, after the cursor.
///
/// # Errors
/// [`StoreError`].
pub fn breaches(
    c: &mut Connection,
    period: Period,
    filter: &ReportFilter,
    after: Option<BreachCursor>,
    limit: i64,
) -> Result<Vec<BreachRow>, StoreError> {
    let contracts = ContractKeys::load(c)?;
    let mut found = breach::table
        .inner_join(ticket::table)
        .left_join(organization::table.on(organization::id.nullable().eq(ticket::organization_id)))
        .select((
            BreachColumns::as_select(),
            ticket::number,
            ticket::subject,
            ticket::organization_id,
            organization::name.nullable(),
            ticket::contract_version_id,
        ))
        .into_boxed::<MultiBackend>()
        .filter(breach::due_at.ge(At(period.from)))
        .filter(breach::due_at.lt(At(period.before)));
    if let Some((due, id)) = after {
        found =
            found.filter(breach::due_at.le(At(due))).filter(breach::due_at.ne(At(due)).or(breach::id.lt(id)));
    }
    let ordered = keep_scope!(found, breach, filter, contracts)
        .order((breach::due_at.desc(), breach::id.desc()))
        .limit(limit);
    let rows: Vec<Found> = ordered.load(c)?;
    rows.into_iter().map(|row| read(row, &contracts)).collect()
}

type Found = (BreachColumns, i64, String, Option<OrganizationId>, Option<String>, ContractVersionId);

fn read(row: Found, contracts: &ContractKeys) -> Result<BreachRow, StoreError> {
    let (columns, number, ticket_subject, organization_id, organization_name, version) = row;
    Ok(BreachRow {
        breach: columns.into_breach()?,
        ticket_number: TicketNumber(number),
        ticket_subject,
        organization_id,
        organization_name,
        contract_key: contracts.key(version),
    })
}
