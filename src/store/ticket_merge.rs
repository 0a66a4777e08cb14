//! Tickets that go on in others.

use diesel::prelude::*;

use super::schema::ticket_merge;
use super::sql_type::{At, Json};
use super::word::{Row, json};
use super::{Connection, StoreError};
use crate::domain::{PersonId, TicketId, TicketMerge};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = ticket_merge)]
struct MergeColumns {
    ticket_id: TicketId,
    into_id: TicketId,
    merged_by: PersonId,
    merged_at: At,
    timers: Json,
    watchers: Json,
}

/// Writes down that a ticket goes on in another.
///
/// # Errors
/// [`StoreError::Unique`] if it goes on in one already.
pub fn insert(c: &mut Connection, merge: &TicketMerge) -> Result<(), StoreError> {
    let row = MergeColumns {
        ticket_id: merge.ticket_id,
        into_id: merge.into_id,
        merged_by: merge.merged_by,
        merged_at: At(merge.merged_at),
        timers: json(&merge.timers)?,
        watchers: json(&merge.watchers)?,
    };
    diesel::insert_into(ticket_merge::table).values(row).execute(c)?;
    Ok(())
}

/// Where a ticket goes on, if it was merged.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, ticket: TicketId) -> Result<Option<TicketMerge>, StoreError> {
    let query = ticket_merge::table.find(ticket).select(MergeColumns::as_select());
    query.first(c).optional()?.map(read).transpose()
}

/// The tickets that go on in any of these, in the order in which they were merged.
///
/// # Errors
/// [`StoreError`].
pub fn into(c: &mut Connection, tickets: &[TicketId]) -> Result<Vec<TicketMerge>, StoreError> {
    let rows = ticket_merge::table
        .filter(ticket_merge::into_id.eq_any(tickets.to_vec()))
        .order((ticket_merge::merged_at, ticket_merge::ticket_id))
        .select(MergeColumns::as_select())
        .load(c)?;
    rows.into_iter().map(read).collect()
}

/// Who reads along in the other ticket because of this one.
///
/// # Errors
/// [`StoreError`].
pub fn set_watchers(c: &mut Connection, ticket: TicketId, watchers: &[PersonId]) -> Result<(), StoreError> {
    let change = ticket_merge::watchers.eq(json(&watchers)?);
    diesel::update(ticket_merge::table.find(ticket)).set(change).execute(c)?;
    Ok(())
}

/// A ticket stands by itself again; false if it did already.
///
/// # Errors
/// [`StoreError`].
pub fn remove(c: &mut Connection, ticket: TicketId) -> Result<bool, StoreError> {
    Ok(diesel::delete(ticket_merge::table.find(ticket)).execute(c)? == 1)
}

fn read(columns: MergeColumns) -> Result<TicketMerge, StoreError> {
    let row = Row { table: "ticket_merge", id: &columns.ticket_id };
    Ok(TicketMerge {
        ticket_id: columns.ticket_id,
        into_id: columns.into_id,
        merged_by: columns.merged_by,
        merged_at: columns.merged_at.0,
        timers: row.json(columns.timers)?,
        watchers: row.json(columns.watchers)?,
    })
}
