//! Tickets whose clocks have something to do.

use diesel::dsl::min;
use diesel::prelude::*;

use crate::domain::TicketId;
use crate::sla::Instant;
use crate::store::schema::ticket;
use crate::store::sql_type::At;
use crate::store::{Connection, StoreError, dialect};

/// Up to `limit` tickets to look at by `now`, the longest overdue first. On PostgreSQL they are locked until this
/// transaction ends, and those that another node works on are left out.
///
/// # Errors
/// [`StoreError`].
pub fn due_to_wake(c: &mut Connection, now: Instant, limit: i64) -> Result<Vec<TicketId>, StoreError> {
    dialect::tickets_to_wake(c, now, limit)
}

/// The earliest instant at which a ticket has something to do.
///
/// # Errors
/// [`StoreError`].
pub fn next_wake(c: &mut Connection) -> Result<Option<Instant>, StoreError> {
    let waiting = ticket::table.filter(ticket::next_wake_at.is_not_null());
    let earliest: Option<At> = waiting.select(min(ticket::next_wake_at)).first(c)?;
    Ok(earliest.map(|at| at.0))
}
