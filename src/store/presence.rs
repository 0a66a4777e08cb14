//! Who is at which ticket. Rows expire: what nobody renews is not believed, and removed with the next one written.

use diesel::prelude::*;

use super::schema::{person, presence, ticket};
use super::sql_type::At;
use super::word::{Row, word};
use super::{Connection, StoreError};
use crate::domain::{Doing, PersonId, Presence, TicketId, TicketNumber};
use crate::sla::Instant;

/// Says that a person is at a ticket.
///
/// # Errors
/// [`StoreError`].
pub fn put(
    c: &mut Connection,
    ticket: TicketId,
    person: PersonId,
    doing: Doing,
    now: Instant,
) -> Result<(), StoreError> {
    diesel::delete(presence::table.filter(presence::expires_at.le(At(now)))).execute(c)?;
    leave(c, ticket, person)?;
    let row = (
        presence::ticket_id.eq(ticket),
        presence::person_id.eq(person),
        presence::doing.eq(word(&doing)?),
        presence::expires_at.eq(At(now + doing.lasts())),
    );
    diesel::insert_into(presence::table).values(row).execute(c)?;
    Ok(())
}

/// Says that a person has left a ticket.
///
/// # Errors
/// [`StoreError`].
pub fn leave(c: &mut Connection, ticket: TicketId, person: PersonId) -> Result<(), StoreError> {
    diesel::delete(presence::table.find((ticket, person))).execute(c)?;
    Ok(())
}

/// Everybody who is at a ticket now, by name.
///
/// # Errors
/// [`StoreError`].
pub fn list(c: &mut Connection, now: Instant) -> Result<Vec<Presence>, StoreError> {
    type Found = (TicketId, i64, PersonId, String, String, At);
    let rows: Vec<Found> = presence::table
        .inner_join(person::table.on(person::id.eq(presence::person_id)))
        .inner_join(ticket::table.on(ticket::id.eq(presence::ticket_id)))
        .filter(presence::expires_at.gt(At(now)))
        .order((person::name, presence::person_id, presence::ticket_id))
        .select((
            presence::ticket_id,
            ticket::number,
            presence::person_id,
            person::name,
            presence::doing,
            presence::expires_at,
        ))
        .load(c)?;
    let read = |(ticket_id, number, person_id, name, doing, At(expires_at)): Found| {
        let doing = Row { table: "presence", id: &ticket_id }.word(doing)?;
        Ok(Presence { ticket_id, number: TicketNumber(number), person_id, name, doing, expires_at })
    };
    rows.into_iter().map(read).collect()
}
