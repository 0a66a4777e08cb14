//! What breaks soon.

use crate::domain::Viewer;
use crate::sla::Instant;
use crate::store::ticket::{TicketFilter, count_due};
use crate::store::{Connection, StoreError};

/// For each of these instants, how many of the tickets that the filter keeps have their next due instant at or after
/// `now` and before it.
///
/// # Errors
/// [`StoreError`].
pub fn at_risk(
    c: &mut Connection,
    viewer: Viewer,
    filter: &TicketFilter,
    now: Instant,
    until: &[Instant],
) -> Result<Vec<i64>, StoreError> {
    until.iter().map(|until| count_due(c, viewer, filter, now, *until)).collect()
}
