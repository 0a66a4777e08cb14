//! When tickets came.

use diesel::prelude::*;

use super::filter::TicketFilter;
use crate::domain::{TicketId, Viewer};
use crate::sla::Instant;
use crate::store::schema::ticket;
use crate::store::sql_type::At;
use crate::store::{Connection, StoreError};

/// Every ticket that the viewer may see and the filter keeps, with the instant at which it was received. Costs a walk over
/// all of them, so the filter should say from when to when.
///
/// # Errors
/// [`StoreError`].
pub fn arrivals(
    c: &mut Connection,
    viewer: Viewer,
    filter: &TicketFilter,
) -> Result<Vec<(TicketId, Instant)>, StoreError> {
    let found = filter.apply(c, viewer)?.order(ticket::number.asc());
    let rows: Vec<(TicketId, At)> = found.select((ticket::id, ticket::created_at)).load(c)?;
    Ok(rows.into_iter().map(|(id, at)| (id, at.0)).collect())
}
