//! Which tickets changed lately.

use diesel::prelude::*;

use super::filter::visible_to;
use crate::domain::{OrganizationId, PersonId, TicketId, TicketNumber, Viewer};
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
    /// Whose it is.
    pub organization_id: Option<OrganizationId>,
    /// Who reported it.
    pub requester_id: PersonId,
    /// Its version after the change.
    pub version: i64,
    /// When it changed.
    pub updated_at: Instant,
}

/// Up to `limit` tickets that changed at or after an instant, the earliest first: those that somebody may see, or all.
///
/// # Errors
/// [`StoreError`].
pub fn changed_since(
    c: &mut Connection,
    viewer: Option<Viewer>,
    from: Instant,
    limit: i64,
) -> Result<Vec<ChangedTicket>, StoreError> {
    let tickets = viewer.map_or_else(|| ticket::table.into_boxed(), visible_to);
    let rows: Vec<(TicketId, i64, Option<OrganizationId>, PersonId, i64, At)> = tickets
        .filter(ticket::updated_at.ge(At(from)))
        .order((ticket::updated_at, ticket::number))
        .limit(limit)
        .select((
            ticket::id,
            ticket::number,
            ticket::organization_id,
            ticket::requester_id,
            ticket::version,
            ticket::updated_at,
        ))
        .load(c)?;
    let changed = |(id, number, organization_id, requester_id, version, At(updated_at))| ChangedTicket {
        id,
        number: TicketNumber(number),
        organization_id,
        requester_id,
        version,
        updated_at,
    };
    Ok(rows.into_iter().map(changed).collect())
}
