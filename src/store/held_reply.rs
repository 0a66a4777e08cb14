//! Replies in the moments before they leave.

use diesel::prelude::*;

use super::schema::held_reply;
use super::sql_type::{At, Json};
use super::text::storable;
use super::word::{Row, json, word};
use super::{Connection, StoreError, dialect};
use crate::domain::{HeldReply, HeldReplyId, PersonId, TicketId};
use crate::sla::Instant;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = held_reply)]
struct HeldColumns {
    id: HeldReplyId,
    ticket_id: TicketId,
    author_id: PersonId,
    text: String,
    then_status: Option<String>,
    files: Json,
    written_at: At,
    leaves_at: At,
}

/// Holds a reply.
///
/// # Errors
/// [`StoreError`].
pub fn insert(c: &mut Connection, held: &HeldReply) -> Result<(), StoreError> {
    let columns = HeldColumns {
        id: held.id,
        ticket_id: held.ticket_id,
        author_id: held.author_id,
        text: storable(&held.text),
        then_status: held.then.as_ref().map(word).transpose()?,
        files: json(&held.files)?,
        written_at: At(held.written_at),
        leaves_at: At(held.leaves_at),
    };
    diesel::insert_into(held_reply::table).values(columns).execute(c)?;
    Ok(())
}

/// What a ticket holds back, the oldest first.
///
/// # Errors
/// [`StoreError::Corrupt`] if one cannot be read.
pub fn of_ticket(c: &mut Connection, ticket: TicketId) -> Result<Vec<HeldReply>, StoreError> {
    let query = held_reply::table
        .filter(held_reply::ticket_id.eq(ticket))
        .order(held_reply::written_at)
        .select(HeldColumns::as_select());
    query.load(c)?.into_iter().map(read).collect()
}

/// What a person may still take back, in any ticket, the latest first.
///
/// # Errors
/// [`StoreError::Corrupt`] if one cannot be read.
pub fn of_author(c: &mut Connection, author: PersonId) -> Result<Vec<HeldReply>, StoreError> {
    let query = held_reply::table
        .filter(held_reply::author_id.eq(author))
        .order(held_reply::written_at.desc())
        .limit(20)
        .select(HeldColumns::as_select());
    query.load(c)?.into_iter().map(read).collect()
}

/// Takes a reply out, if it is still there: whoever gets it alone has it. On PostgreSQL another taker waits.
///
/// # Errors
/// [`StoreError::Corrupt`] if it cannot be read.
pub fn take(c: &mut Connection, id: HeldReplyId) -> Result<Option<HeldReply>, StoreError> {
    let found = held_reply::table.find(id).select(HeldColumns::as_select()).first(c).optional()?;
    let Some(columns) = found else { return Ok(None) };
    match diesel::delete(held_reply::table.find(id)).execute(c)? {
        0 => Ok(None),
        _ => read(columns).map(Some),
    }
}

/// The replies that leave by `now`, the longest waiting first; without those another node is sending.
///
/// # Errors
/// [`StoreError`].
pub fn leaving(c: &mut Connection, now: Instant, limit: i64) -> Result<Vec<HeldReplyId>, StoreError> {
    dialect::replies_to_send(c, now, limit)
}

/// When the next one leaves.
///
/// # Errors
/// [`StoreError`].
pub fn next_leaving(c: &mut Connection) -> Result<Option<Instant>, StoreError> {
    let next: Option<At> =
        held_reply::table.order(held_reply::leaves_at).select(held_reply::leaves_at).first(c).optional()?;
    Ok(next.map(|at| at.0))
}

fn read(columns: HeldColumns) -> Result<HeldReply, StoreError> {
    let id = columns.id;
    let row = Row { table: "held_reply", id: &id };
    Ok(HeldReply {
        id,
        ticket_id: columns.ticket_id,
        author_id: columns.author_id,
        text: columns.text,
        then: columns.then_status.map(|status| row.word(status)).transpose()?,
        files: row.json(columns.files)?,
        written_at: columns.written_at.0,
        leaves_at: columns.leaves_at.0,
    })
}
