//! Tickets whose clocks could not be moved: what was wrong, how often, and when they are tried again.

use diesel::prelude::*;

use super::schema::{stuck_ticket, ticket};
use super::sql_type::At;
use super::text::storable;
use super::{Connection, StoreError};
use crate::domain::{TicketId, TicketNumber};
use crate::sla::Instant;

/// A ticket whose clocks stand still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StuckTicket {
    /// The ticket.
    pub number: TicketNumber,
    /// How often in a row it failed.
    pub attempts: i32,
    /// Why, the last time.
    pub error: String,
    /// When it failed first.
    pub since: Instant,
    /// When it is tried again.
    pub next_try_at: Instant,
}

/// How often in a row a ticket has failed; 0 for one that has not.
///
/// # Errors
/// [`StoreError`].
pub fn attempts(c: &mut Connection, id: TicketId) -> Result<i32, StoreError> {
    let found = stuck_ticket::table.find(id).select(stuck_ticket::attempts).first(c).optional()?;
    Ok(found.unwrap_or(0))
}

/// Notes one more failure, and leaves the ticket alone until `next_try_at` without changing anything else of it.
///
/// # Errors
/// [`StoreError`].
pub fn put(
    c: &mut Connection,
    id: TicketId,
    error: &str,
    now: Instant,
    next_try_at: Instant,
) -> Result<(), StoreError> {
    let change = (
        stuck_ticket::attempts.eq(stuck_ticket::attempts + 1),
        stuck_ticket::error.eq(storable(error)),
        stuck_ticket::next_try_at.eq(At(next_try_at)),
    );
    if diesel::update(stuck_ticket::table.find(id)).set(change).execute(c)? == 0 {
        let row = (
            stuck_ticket::ticket_id.eq(id),
            stuck_ticket::attempts.eq(1),
            stuck_ticket::error.eq(storable(error)),
            stuck_ticket::since.eq(At(now)),
            stuck_ticket::next_try_at.eq(At(next_try_at)),
        );
        diesel::insert_into(stuck_ticket::table).values(row).execute(c)?;
    }
    diesel::update(ticket::table.find(id)).set(ticket::next_wake_at.eq(Some(At(next_try_at)))).execute(c)?;
    Ok(())
}

/// Forgets what these tickets failed at: their clocks move again.
///
/// # Errors
/// [`StoreError`].
pub fn clear(c: &mut Connection, ids: &[TicketId]) -> Result<(), StoreError> {
    diesel::delete(stuck_ticket::table.filter(stuck_ticket::ticket_id.eq_any(ids))).execute(c)?;
    Ok(())
}

/// How many tickets still stand still.
///
/// # Errors
/// [`StoreError`].
pub fn count(c: &mut Connection) -> Result<i64, StoreError> {
    let still = stuck_ticket::table
        .inner_join(ticket::table)
        .filter(ticket::next_wake_at.eq(stuck_ticket::next_try_at.nullable()));
    Ok(still.count().get_result(c)?)
}

/// The tickets that still stand still, the longest first. One that somebody changed since stands still no more.
///
/// # Errors
/// [`StoreError`].
pub fn list(c: &mut Connection, limit: i64) -> Result<Vec<StuckTicket>, StoreError> {
    let rows: Vec<(i64, i32, String, At, At)> = stuck_ticket::table
        .inner_join(ticket::table)
        .filter(ticket::next_wake_at.eq(stuck_ticket::next_try_at.nullable()))
        .order((stuck_ticket::since, stuck_ticket::ticket_id))
        .limit(limit)
        .select((
            ticket::number,
            stuck_ticket::attempts,
            stuck_ticket::error,
            stuck_ticket::since,
            stuck_ticket::next_try_at,
        ))
        .load(c)?;
    let stuck = |(number, attempts, error, since, next_try_at): (i64, i32, String, At, At)| StuckTicket {
        number: TicketNumber(number),
        attempts,
        error,
        since: since.0,
        next_try_at: next_try_at.0,
    };
    Ok(rows.into_iter().map(stuck).collect())
}
