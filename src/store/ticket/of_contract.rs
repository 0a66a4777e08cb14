//! The tickets of an agreement on which something may still fall due.

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::domain::{ContractVersionId, TicketId};
use crate::sla::Status;
use crate::store::any_connection::MultiBackend;
use crate::store::schema::{contract_version, ticket};
use crate::store::word::word;
use crate::store::{Connection, StoreError};

/// Up to `limit` unresolved tickets of an agreement, in the order of their ids, after one of them.
///
/// # Errors
/// [`StoreError`].
pub fn unresolved_of_contract(
    c: &mut Connection,
    key: &str,
    after: Option<TicketId>,
    limit: i64,
) -> Result<Vec<TicketId>, StoreError> {
    let versions = contract_version::table.filter(contract_version::key.eq(key)).select(contract_version::id);
    let mut found = ticket::table
        .filter(ticket::status.eq_any(unresolved()?))
        .filter(ticket::contract_version_id.eq_any(versions))
        .order(ticket::id)
        .limit(limit)
        .select(ticket::id)
        .into_boxed::<MultiBackend>();
    if let Some(after) = after {
        found = found.filter(ticket::id.gt(after));
    }
    Ok(found.load(c)?)
}

/// The versions of an agreement that its unresolved tickets keep, each with how many keep it.
///
/// # Errors
/// [`StoreError`].
pub fn versions_kept(c: &mut Connection, key: &str) -> Result<Vec<(ContractVersionId, i64)>, StoreError> {
    let versions = contract_version::table.filter(contract_version::key.eq(key)).select(contract_version::id);
    let kept = ticket::table
        .filter(ticket::status.eq_any(unresolved()?))
        .filter(ticket::contract_version_id.eq_any(versions))
        .group_by(ticket::contract_version_id)
        .select((ticket::contract_version_id, count_star()));
    Ok(kept.load(c)?)
}

fn unresolved() -> Result<[String; 2], StoreError> {
    Ok([word(&Status::Open)?, word(&Status::WaitingOnCustomer)?])
}
