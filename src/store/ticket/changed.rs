//! Which tickets changed lately.

use diesel::prelude::*;

use crate::domain::{TicketId, TicketNumber};
use crate::sla::Instant;
use crate::store::schema::ticket;
use crate::store::sql_type::At;
use crate::store::{Connection, StoreError};

/// A ticket that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedTicket {
    /// The id.
    pub id: TicketId,
    /// Its number.
    pub number: TicketNumber,
    /// Its version after the change.
    pub version: i64,
    /// When it changed.
    pub updated_at: Instant,
}

/// Up to `limit` tickets that changed at or after an instant, the earliest first, whoever asks.
///
/// # Errors
/// [`StoreError`].
pub fn changed_since(
    c: &mut Connection,
    from: Instant,
    limit: i64,
) -> Result<Vec<ChangedTicket>, StoreError> {
    let rows: Vec<(TicketId, i64, i64, At)> = ticket::table
        .filter(ticket::updated_at.ge(At(from)))
        .order((ticket::updated_at, ticket::number))
        .limit(limit)
        .select((ticket::id, ticket::number, ticket::version, ticket::updated_at))
        .load(c)?;
    let changed = |(id, number, version, At(updated_at))| ChangedTicket {
        id,
        number: TicketNumber(number),
        version,
        updated_at,
    };
    Ok(rows.into_iter().map(changed).collect())
}
