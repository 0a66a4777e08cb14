//! The promises behind a figure.

use diesel::prelude::*;

use super::scope::{ContractKeys, Period, ReportFilter, keep_scope};
use crate::domain::{
    ContractVersionId, OrganizationId, PromiseId, PromiseOutcome, PromiseRecord, TicketNumber,
};
use crate::sla::Instant;
use crate::store::any_connection::MultiBackend;
use crate::store::promise::PromiseColumns;
use crate::store::schema::{organization, promise, ticket};
use crate::store::sql_type::At;
use crate::store::word::word;
use crate::store::{Connection, StoreError};

/// A promise with what a list shows of its ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromiseRow {
    /// The promise.
    pub record: PromiseRecord,
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

/// The place of a promise in a list: when it ended, and its id between equals.
pub type PromiseCursor = (Instant, PromiseId);

/// Up to `limit` promises that ended in the period, and in this way if one is given: the last ended first, after the cursor.
///
/// # Errors
/// [`StoreError`].
pub fn promises(
    c: &mut Connection,
    period: Period,
    filter: &ReportFilter,
    outcome: Option<PromiseOutcome>,
    after: Option<PromiseCursor>,
    limit: i64,
) -> Result<Vec<PromiseRow>, StoreError> {
    let contracts = ContractKeys::load(c)?;
    let mut found = promise::table
        .inner_join(ticket::table)
        .left_join(organization::table.on(organization::id.nullable().eq(ticket::organization_id)))
        .select((
            PromiseColumns::as_select(),
            ticket::number,
            ticket::subject,
            ticket::organization_id,
            organization::name.nullable(),
            ticket::contract_version_id,
        ))
        .into_boxed::<MultiBackend>()
        .filter(promise::ended_at.ge(Some(At(period.from))))
        .filter(promise::ended_at.lt(Some(At(period.before))));
    if let Some(outcome) = outcome {
        found = found.filter(promise::outcome.eq(word(&outcome)?));
    }
    if let Some((ended, id)) = after {
        let ended = Some(At(ended));
        found = found
            .filter(promise::ended_at.le(ended))
            .filter(promise::ended_at.ne(ended).or(promise::id.lt(id).nullable()));
    }
    let ordered = keep_scope!(found, promise, filter, contracts)
        .order((promise::ended_at.desc(), promise::id.desc()))
        .limit(limit);
    let rows: Vec<Found> = ordered.load(c)?;
    rows.into_iter().map(|row| read(row, &contracts)).collect()
}

type Found = (PromiseColumns, i64, String, Option<OrganizationId>, Option<String>, ContractVersionId);

fn read(row: Found, contracts: &ContractKeys) -> Result<PromiseRow, StoreError> {
    let (columns, number, ticket_subject, organization_id, organization_name, version) = row;
    Ok(PromiseRow {
        record: columns.into_record()?,
        ticket_number: TicketNumber(number),
        ticket_subject,
        organization_id,
        organization_name,
        contract_key: contracts.key(version),
    })
}
