//! Tickets and when they came. There may be a million, so they are told one by one and never held together.

use diesel::connection::DefaultLoadingMode;
use diesel::prelude::*;

use super::columns::TicketColumns;
use super::filter::TicketFilter;
use crate::domain::{Ticket, TicketId, Viewer};
use crate::sla::Instant;
use crate::store::schema::ticket;
use crate::store::sql_type::At;
use crate::store::{Connection, StoreError, if_readable};

/// Tells the instant at which each ticket was received that the viewer may see and the filter keeps.
///
/// # Errors
/// [`StoreError`].
pub fn each_arrival(
    c: &mut Connection,
    viewer: Viewer,
    filter: &TicketFilter,
    mut tell: impl FnMut(Instant),
) -> Result<(), StoreError> {
    let found = filter.apply(c, viewer)?.select(ticket::created_at);
    for row in found.load_iter::<At, DefaultLoadingMode>(c)? {
        tell(row?.0);
    }
    Ok(())
}

/// The same with their ids, the first received first. Costs a look at each ticket itself.
///
/// # Errors
/// [`StoreError`].
pub fn each_arrived(
    c: &mut Connection,
    viewer: Viewer,
    filter: &TicketFilter,
    mut tell: impl FnMut(TicketId, Instant),
) -> Result<(), StoreError> {
    let found = filter.apply(c, viewer)?.order((ticket::created_at, ticket::number));
    let found = found.select((ticket::id, ticket::created_at));
    for row in found.load_iter::<(TicketId, At), DefaultLoadingMode>(c)? {
        let (id, At(at)) = row?;
        tell(id, at);
    }
    Ok(())
}

/// Tells each ticket that the viewer may see, the filter keeps, and can be read, the first received first.
///
/// # Errors
/// [`StoreError`].
pub fn each(
    c: &mut Connection,
    viewer: Viewer,
    filter: &TicketFilter,
    mut tell: impl FnMut(Ticket),
) -> Result<(), StoreError> {
    let found = filter.apply(c, viewer)?.order((ticket::created_at, ticket::number));
    for row in found.select(TicketColumns::as_select()).load_iter::<TicketColumns, DefaultLoadingMode>(c)? {
        if let Some(ticket) = if_readable(row?.into_ticket().map(Some))? {
            tell(ticket);
        }
    }
    Ok(())
}
