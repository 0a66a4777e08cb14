//! Actions on many tickets at once, with what became of each ticket.

use diesel::prelude::*;

use super::dialect::OnBoth;
use super::schema::{bulk_change, bulk_line};
use super::sql_type::{At, Json};
use super::word::{Row, json};
use super::{Connection, StoreError};
use crate::domain::{BulkChange, BulkChangeId, BulkOutcome, ContentHash, PersonId, TicketId};
use crate::sla::Instant;

#[derive(Queryable, Selectable)]
#[diesel(table_name = bulk_change)]
struct ChangeColumns {
    id: BulkChangeId,
    person_id: PersonId,
    request_key: Option<String>,
    fingerprint: Option<String>,
    done_at: At,
    undone_at: Option<At>,
}

/// Writes an action without its tickets; false if its person sent another under the same key, and then nothing is
/// written. Whoever uses the same key meanwhile waits for our commit.
///
/// # Errors
/// [`StoreError::MissingReference`] if the person is not there.
pub fn insert(c: &mut Connection, change: &BulkChange) -> Result<bool, StoreError> {
    let row = (
        bulk_change::id.eq(change.id),
        bulk_change::person_id.eq(change.person_id),
        bulk_change::request_key.eq(change.request.as_ref().map(|(key, _)| key.as_str())),
        bulk_change::fingerprint.eq(change.request.as_ref().map(|(_, hash)| hash.0.as_str())),
        bulk_change::done_at.eq(At(change.done_at)),
    );
    let target = (bulk_change::person_id, bulk_change::request_key);
    let insert = diesel::insert_into(bulk_change::table).values(row).on_conflict(target).do_nothing();
    Ok(OnBoth(insert).execute(c)? == 1)
}

/// Writes what became of each ticket.
///
/// # Errors
/// [`StoreError::MissingReference`] if a ticket is not there.
pub fn insert_lines(c: &mut Connection, change: &BulkChange) -> Result<(), StoreError> {
    for (ticket, outcome) in &change.lines {
        let line = (
            bulk_line::bulk_change_id.eq(change.id),
            bulk_line::ticket_id.eq(ticket),
            bulk_line::outcome.eq(json(outcome)?),
        );
        diesel::insert_into(bulk_line::table).values(line).execute(c)?;
    }
    Ok(())
}

/// Writes that an action is taken back at this instant; false if it was already. Whoever takes it back meanwhile waits
/// for our commit.
///
/// # Errors
/// [`StoreError`].
pub fn set_undone(c: &mut Connection, id: BulkChangeId, at: Instant) -> Result<bool, StoreError> {
    let standing = bulk_change::table.find(id).filter(bulk_change::undone_at.is_null());
    Ok(diesel::update(standing).set(bulk_change::undone_at.eq(Some(At(at)))).execute(c)? == 1)
}

/// Writes what became of each ticket when an action was taken back.
///
/// # Errors
/// [`StoreError`].
pub fn update_lines(c: &mut Connection, change: &BulkChange) -> Result<(), StoreError> {
    for (ticket, outcome) in &change.lines {
        let line = bulk_line::table.find((change.id, ticket));
        diesel::update(line).set(bulk_line::outcome.eq(json(outcome)?)).execute(c)?;
    }
    Ok(())
}

/// A person's action.
///
/// # Errors
/// [`StoreError::Corrupt`] if it cannot be read.
pub fn find(
    c: &mut Connection,
    person: PersonId,
    id: BulkChangeId,
) -> Result<Option<BulkChange>, StoreError> {
    let query = bulk_change::table.find(id).filter(bulk_change::person_id.eq(person));
    let found = query.select(ChangeColumns::as_select()).first(c).optional()?;
    found.map(|columns| with_lines(c, columns)).transpose()
}

/// The person's actions since an instant that were not taken back, the latest first.
///
/// # Errors
/// As [`find`].
pub fn standing(
    c: &mut Connection,
    person: PersonId,
    since: Instant,
    limit: i64,
) -> Result<Vec<BulkChange>, StoreError> {
    let query = bulk_change::table
        .filter(bulk_change::person_id.eq(person))
        .filter(bulk_change::done_at.ge(At(since)))
        .filter(bulk_change::undone_at.is_null())
        .order(bulk_change::done_at.desc())
        .limit(limit);
    let found: Vec<ChangeColumns> = query.select(ChangeColumns::as_select()).load(c)?;
    found.into_iter().map(|columns| with_lines(c, columns)).collect()
}

/// A person's action that a program sent under this key.
///
/// # Errors
/// As [`find`].
pub fn find_by_key(
    c: &mut Connection,
    person: PersonId,
    key: &str,
) -> Result<Option<BulkChange>, StoreError> {
    let query = bulk_change::table
        .filter(bulk_change::person_id.eq(person))
        .filter(bulk_change::request_key.eq(Some(key)));
    let found = query.select(ChangeColumns::as_select()).first(c).optional()?;
    found.map(|columns| with_lines(c, columns)).transpose()
}

fn with_lines(c: &mut Connection, columns: ChangeColumns) -> Result<BulkChange, StoreError> {
    let rows: Vec<(TicketId, Json)> = bulk_line::table
        .filter(bulk_line::bulk_change_id.eq(columns.id))
        .order(bulk_line::ticket_id)
        .select((bulk_line::ticket_id, bulk_line::outcome))
        .load(c)?;
    let row = Row { table: "bulk_line", id: &columns.id };
    let line = |(ticket, outcome)| Ok((ticket, row.json::<BulkOutcome>(outcome)?));
    Ok(BulkChange {
        id: columns.id,
        person_id: columns.person_id,
        request: columns.request_key.zip(columns.fingerprint.map(ContentHash)),
        done_at: columns.done_at.0,
        undone_at: columns.undone_at.map(|at| at.0),
        lines: rows.into_iter().map(line).collect::<Result<_, StoreError>>()?,
    })
}
