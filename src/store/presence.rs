//! Who is at which ticket. Rows expire: what nobody renews is not believed, and removed with the next one written.

use diesel::prelude::*;

use super::schema::{held_reply, person, presence, ticket};
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

/// Everybody who is at a ticket now, by name. Whoever has a reply there that is about to leave is answering, wherever they
/// have gone.
///
/// # Errors
/// [`StoreError`].
pub fn list(c: &mut Connection, now: Instant) -> Result<Vec<Presence>, StoreError> {
    type Found = (TicketId, i64, PersonId, String, String, At);
    let mut all = answering(c)?;
    let rows: Vec<Found> = presence::table
        .inner_join(person::table.on(person::id.eq(presence::person_id)))
        .inner_join(ticket::table.on(ticket::id.eq(presence::ticket_id)))
        .filter(presence::expires_at.gt(At(now)))
        .select((
            presence::ticket_id,
            ticket::number,
            presence::person_id,
            person::name,
            presence::doing,
            presence::expires_at,
        ))
        .load(c)?;
    let read = |(ticket_id, number, person_id, name, doing, At(expires_at)): Found| -> Result<_, StoreError> {
        let doing = Row { table: "presence", id: &ticket_id }.word(doing)?;
        Ok(Presence { ticket_id, number: TicketNumber(number), person_id, name, doing, expires_at })
    };
    for row in rows {
        let present = read(row)?;
        if !all.iter().any(|one| (one.ticket_id, one.person_id) == (present.ticket_id, present.person_id)) {
            all.push(present);
        }
    }
    all.sort_by(|one, other| {
        (&one.name, one.person_id, one.ticket_id).cmp(&(&other.name, other.person_id, other.ticket_id))
    });
    Ok(all)
}

/// The authors of replies that are about to leave.
fn answering(c: &mut Connection) -> Result<Vec<Presence>, StoreError> {
    type Found = (TicketId, i64, PersonId, String, At);
    let rows: Vec<Found> = held_reply::table
        .inner_join(person::table.on(person::id.eq(held_reply::author_id)))
        .inner_join(ticket::table.on(ticket::id.eq(held_reply::ticket_id)))
        .select((
            held_reply::ticket_id,
            ticket::number,
            held_reply::author_id,
            person::name,
            held_reply::leaves_at,
        ))
        .load(c)?;
    let mut all: Vec<Presence> = Vec::new();
    for (ticket_id, number, person_id, name, At(expires_at)) in rows {
        if !all.iter().any(|one| (one.ticket_id, one.person_id) == (ticket_id, person_id)) {
            let number = TicketNumber(number);
            all.push(Presence { ticket_id, number, person_id, name, doing: Doing::Answering, expires_at });
        }
    }
    Ok(all)
}
