//! Writing tickets.

use diesel::prelude::*;

use super::columns::{ChangedColumns, TicketColumns};
use crate::domain::{Ticket, TicketNumber};
use crate::store::dialect::Prepared;
use crate::store::schema::ticket;
use crate::store::{Connection, StoreError, dialect};

/// A number that no other ticket has. Numbers grow; on PostgreSQL a ticket that is never written leaves a gap.
///
/// # Errors
/// [`StoreError`].
pub fn next_number(c: &mut Connection) -> Result<TicketNumber, StoreError> {
    dialect::next_ticket_number(c).map(TicketNumber)
}

/// Writes a new ticket.
///
/// # Errors
/// [`StoreError::Unique`] if its id or number is taken.
pub fn insert(c: &mut Connection, ticket: &Ticket) -> Result<(), StoreError> {
    diesel::insert_into(ticket::table).values(TicketColumns::of(ticket)?).execute(c)?;
    Ok(())
}

/// Writes what a change changed of a ticket; its version the caller has raised by one.
///
/// # Errors
/// [`StoreError::Conflict`] if the row's version is not the one before: somebody else was faster.
pub fn update(c: &mut Connection, before: &Ticket, after: &Ticket) -> Result<(), StoreError> {
    let row = ticket::table.find(after.id).filter(ticket::version.eq(after.version - 1));
    let change = (ticket::version.eq(after.version), ChangedColumns::between(before, after)?);
    match Prepared(diesel::update(row).set(change)).execute(c)? {
        0 => Err(StoreError::Conflict { what: "ticket" }),
        _ => Ok(()),
    }
}
