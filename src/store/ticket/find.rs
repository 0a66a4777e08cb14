//! One ticket, for who asks.

use diesel::prelude::*;

use super::columns::TicketColumns;
use super::filter::visible_to;
use crate::domain::{Ticket, TicketId, TicketNumber, Viewer};
use crate::store::schema::ticket;
use crate::store::{Connection, StoreError, dialect};

/// The ticket with this id, if the viewer may see it; a stranger's and a missing one answer alike.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, viewer: Viewer, id: TicketId) -> Result<Option<Ticket>, StoreError> {
    let query = visible_to(viewer).filter(ticket::id.eq(id)).select(TicketColumns::as_select());
    query.first(c).optional()?.map(TicketColumns::into_ticket).transpose()
}

/// Those of the tickets with these ids that the viewer may see, in no order.
///
/// # Errors
/// [`StoreError`].
pub fn find_all(c: &mut Connection, viewer: Viewer, ids: &[TicketId]) -> Result<Vec<Ticket>, StoreError> {
    let query = visible_to(viewer).filter(ticket::id.eq_any(ids.to_vec())).select(TicketColumns::as_select());
    query.load(c)?.into_iter().map(TicketColumns::into_ticket).collect()
}

/// The ticket with this number, if the viewer may see it.
///
/// # Errors
/// [`StoreError`].
pub fn find_by_number(
    c: &mut Connection,
    viewer: Viewer,
    number: TicketNumber,
) -> Result<Option<Ticket>, StoreError> {
    let query = visible_to(viewer).filter(ticket::number.eq(number.0)).select(TicketColumns::as_select());
    query.first(c).optional()?.map(TicketColumns::into_ticket).transpose()
}

/// The number of a ticket, whoever asks; none for an unknown one.
///
/// # Errors
/// [`StoreError`].
pub fn number(c: &mut Connection, id: TicketId) -> Result<Option<TicketNumber>, StoreError> {
    let number: Option<i64> = ticket::table.find(id).select(ticket::number).first(c).optional()?;
    Ok(number.map(TicketNumber))
}

/// The ticket with this id for a change: nobody else changes it until this transaction ends. Whoever asks.
///
/// # Errors
/// [`StoreError`].
pub fn lock(c: &mut Connection, id: TicketId) -> Result<Option<Ticket>, StoreError> {
    dialect::lock_ticket(c, id)?;
    let query = ticket::table.find(id).select(TicketColumns::as_select());
    query.first(c).optional()?.map(TicketColumns::into_ticket).transpose()
}
