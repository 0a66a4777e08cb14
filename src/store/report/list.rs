//! The promises behind a figure, a page at a time.

use std::collections::HashMap;
use std::str::FromStr;

use diesel::prelude::*;

use super::filter::{CustomerFilter, PromiseFilter, narrowed, still_owed};
use super::late;
use crate::domain::{ContractVersionId, Excuse, OrganizationId, PromiseId, PromiseRecord, TicketNumber};
use crate::sla::Instant;
use crate::store::any_connection::MultiBackend;
use crate::store::promise::PromiseColumns;
use crate::store::schema::{breach, contract_version, organization, promise, ticket};
use crate::store::sql_type::At;
use crate::store::{Connection, StoreError};

/// A promise with what a list says of its ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedPromise {
    /// The promise.
    pub promise: PromiseRecord,
    /// The ticket's number.
    pub ticket_number: TicketNumber,
    /// What the ticket is about.
    pub ticket_subject: String,
    /// The customer's name; none for senders who belong to none.
    pub customer: Option<String>,
    /// The version of the contract under which it was made.
    pub contract_version_id: ContractVersionId,
    /// That contract's key.
    pub contract_key: String,
    /// For a broken one: when what was promised came after all, if it did. A missed update is made good by the next
    /// one, or falls away with its clock, as when the ticket is resolved.
    pub made_good_at: Option<Instant>,
    /// For a broken one: why it is not held against the provider.
    pub excuse: Option<Excuse>,
}

/// The place of a promise in a list: the instant it is ordered by, in microseconds, and its id between equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PromiseCursor {
    micros: i64,
    id: PromiseId,
}

impl std::fmt::Display for PromiseCursor {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}.{}", self.micros, self.id)
    }
}

impl FromStr for PromiseCursor {
    type Err = String;

    /// Reads what [`PromiseCursor`] displays, for a link to the next page.
    fn from_str(text: &str) -> Result<Self, String> {
        let read = |text: &str| {
            let (micros, id) = text.split_once('.')?;
            Some(Self { micros: micros.parse().ok()?, id: id.parse().ok()? })
        };
        read(text).ok_or_else(|| "this is no place in a list: begin with its first page".to_owned())
    }
}

type Listed = (PromiseColumns, i64, String, Option<OrganizationId>, ContractVersionId);

/// Up to `limit` promises after the cursor, and where the next page begins. Open promises come by what is due next,
/// ended ones the last ended first.
///
/// # Errors
/// [`StoreError`].
pub fn list(
    c: &mut Connection,
    filter: &PromiseFilter,
    after: Option<PromiseCursor>,
    limit: i64,
) -> Result<(Vec<ReportedPromise>, Option<PromiseCursor>), StoreError> {
    let limit = limit.clamp(1, 1000);
    let conditions = filter.conditions(c)?;
    let is_open = conditions.is_open;
    let all = promise::table
        .inner_join(ticket::table)
        .select((
            PromiseColumns::as_select(),
            ticket::number,
            ticket::subject,
            ticket::organization_id,
            ticket::contract_version_id,
        ))
        .into_boxed::<MultiBackend>();
    let mut found = narrowed!(all, filter, conditions);
    if let Some(id) = filter.id {
        found = found.filter(promise::id.eq(id));
    }
    if filter.is_owed {
        found = still_owed!(found);
    }
    let place = after.map(|after| (at(after.micros), after.id));
    found = match (is_open, place) {
        (_, None) => found,
        (true, Some((due, id))) => found
            .filter(promise::due_at.ge(Some(due)))
            .filter(promise::due_at.gt(Some(due)).or(promise::id.gt(id))),
        (false, Some((ended, id))) => found
            .filter(promise::ended_at.le(Some(ended)))
            .filter(promise::ended_at.lt(Some(ended)).or(promise::id.lt(id))),
    };
    found = match is_open {
        true => found.order((promise::due_at.asc(), promise::id.asc())),
        false => found.order((promise::ended_at.desc(), promise::id.desc())),
    };
    // One more than asked for tells whether there is a next page.
    let mut rows: Vec<Listed> = found.limit(limit + 1).load(c)?;
    let fits = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = rows.len() > fits;
    rows.truncate(fits);
    let listed = with_names(c, rows)?;
    let next = listed.last().filter(|_| has_more).and_then(|last| cursor(&last.promise, is_open));
    Ok((listed, next))
}

fn cursor(record: &PromiseRecord, is_open: bool) -> Option<PromiseCursor> {
    let ordered_by = if is_open { record.due_at } else { record.ended_at };
    ordered_by.map(|at| PromiseCursor { micros: at.timestamp_micros(), id: record.id })
}

/// A cursor comes from a link, so anybody may have written it: one beyond the calendar is past every promise.
fn at(micros: i64) -> At {
    At(Instant::from_timestamp_micros(micros).unwrap_or(Instant::UNIX_EPOCH))
}

/// Adds names, each looked up once, and what became of broken promises.
fn with_names(c: &mut Connection, rows: Vec<Listed>) -> Result<Vec<ReportedPromise>, StoreError> {
    let names: Vec<(OrganizationId, String)> = organization::table
        .filter(organization::id.eq_any(distinct(rows.iter().filter_map(|row| row.3))))
        .select((organization::id, organization::name))
        .load(c)?;
    let keys: Vec<(ContractVersionId, String)> = contract_version::table
        .filter(contract_version::id.eq_any(distinct(rows.iter().map(|row| row.4))))
        .select((contract_version::id, contract_version::key))
        .load(c)?;
    let names: HashMap<OrganizationId, String> = names.into_iter().collect();
    let keys: HashMap<ContractVersionId, String> = keys.into_iter().collect();
    let mut listed = Vec::with_capacity(rows.len());
    for (columns, number, subject, organization, version) in rows {
        listed.push(ReportedPromise {
            promise: columns.into_record()?,
            ticket_number: TicketNumber(number),
            ticket_subject: subject,
            customer: organization.and_then(|id| names.get(&id).cloned()),
            contract_version_id: version,
            contract_key: keys.get(&version).cloned().unwrap_or_default(),
            made_good_at: None,
            excuse: None,
        });
    }
    late::add(c, &mut listed)?;
    let ids: Vec<PromiseId> = listed.iter().map(|row| row.promise.id).collect();
    for excuse in crate::store::excuse::of(c, &ids)? {
        if let Some(row) = listed.iter_mut().find(|row| row.promise.id == excuse.promise_id) {
            row.excuse = Some(excuse);
        }
    }
    Ok(listed)
}

fn distinct<T: Ord>(ids: impl Iterator<Item = T>) -> Vec<T> {
    let mut ids: Vec<T> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
