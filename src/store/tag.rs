//! The tags of tickets.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::schema::ticket_tag;
use super::{Connection, StoreError};
use crate::domain::{Tag, TicketId};

/// The tags of a ticket, in order.
///
/// # Errors
/// [`StoreError::Corrupt`] if one cannot be read.
pub fn of_ticket(c: &mut Connection, ticket: TicketId) -> Result<Vec<Tag>, StoreError> {
    Ok(of_tickets(c, vec![ticket])?.remove(&ticket).unwrap_or_default())
}

/// The tags of these tickets, each one's in order; tickets without any are left out.
///
/// # Errors
/// [`StoreError::Corrupt`] if one cannot be read.
pub fn of_tickets(
    c: &mut Connection,
    tickets: Vec<TicketId>,
) -> Result<HashMap<TicketId, Vec<Tag>>, StoreError> {
    let rows: Vec<(TicketId, String)> = ticket_tag::table
        .filter(ticket_tag::ticket_id.eq_any(tickets))
        .order((ticket_tag::ticket_id, ticket_tag::tag))
        .select((ticket_tag::ticket_id, ticket_tag::tag))
        .load(c)?;
    let mut found: HashMap<TicketId, Vec<Tag>> = HashMap::new();
    for (ticket, tag) in rows {
        found.entry(ticket).or_default().push(read(&tag)?);
    }
    Ok(found)
}

/// Gives a ticket a tag that it does not bear yet.
///
/// # Errors
/// [`StoreError::Unique`] if it bears it.
pub fn add(c: &mut Connection, ticket: TicketId, tag: &Tag) -> Result<(), StoreError> {
    let row = (ticket_tag::ticket_id.eq(ticket), ticket_tag::tag.eq(tag.as_str()));
    diesel::insert_into(ticket_tag::table).values(row).execute(c)?;
    Ok(())
}

/// Takes a tag from a ticket.
///
/// # Errors
/// [`StoreError`].
pub fn remove(c: &mut Connection, ticket: TicketId, tag: &Tag) -> Result<(), StoreError> {
    diesel::delete(ticket_tag::table.find((ticket, tag.as_str()))).execute(c)?;
    Ok(())
}

/// Every tag in use with how many tickets bear it, the most borne first.
///
/// # Errors
/// [`StoreError::Corrupt`] if one cannot be read.
pub fn in_use(c: &mut Connection, limit: i64) -> Result<Vec<(Tag, i64)>, StoreError> {
    let rows: Vec<(String, i64)> = ticket_tag::table
        .group_by(ticket_tag::tag)
        .order((count_star().desc(), ticket_tag::tag))
        .limit(limit)
        .select((ticket_tag::tag, count_star()))
        .load(c)?;
    rows.into_iter().map(|(tag, count)| Ok((read(&tag)?, count))).collect()
}

fn read(tag: &str) -> Result<Tag, StoreError> {
    Tag::parse(tag).map_err(|_| StoreError::Corrupt { table: "ticket_tag", id: tag.to_owned() })
}
