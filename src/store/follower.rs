//! Who of the provider follows which ticket.

use diesel::prelude::*;

use super::dialect::OnBoth;
use super::schema::{ticket, ticket_follower};
use super::sql_type::At;
use super::{Connection, StoreError};
use crate::domain::{Person, PersonId, TicketId, TicketNumber};
use crate::sla::Instant;

/// Lets somebody follow a ticket; whoever does already still does.
///
/// # Errors
/// [`StoreError::MissingReference`] if the ticket or the person is not there.
pub fn add(c: &mut Connection, ticket: TicketId, person: PersonId, at: Instant) -> Result<(), StoreError> {
    let row = (
        ticket_follower::ticket_id.eq(ticket),
        ticket_follower::person_id.eq(person),
        ticket_follower::followed_at.eq(At(at)),
    );
    let target = (ticket_follower::ticket_id, ticket_follower::person_id);
    OnBoth(diesel::insert_into(ticket_follower::table).values(row).on_conflict(target).do_nothing())
        .execute(c)?;
    Ok(())
}

/// Lets somebody follow a ticket no more.
///
/// # Errors
/// [`StoreError`].
pub fn remove(c: &mut Connection, ticket: TicketId, person: PersonId) -> Result<(), StoreError> {
    diesel::delete(ticket_follower::table.find((ticket, person))).execute(c)?;
    Ok(())
}

/// The followers of a ticket who may still see it: active people of the provider, the first follower first.
///
/// # Errors
/// [`StoreError`].
pub fn people(c: &mut Connection, ticket: TicketId) -> Result<Vec<Person>, StoreError> {
    let ids: Vec<PersonId> = ticket_follower::table
        .filter(ticket_follower::ticket_id.eq(ticket))
        .order((ticket_follower::followed_at, ticket_follower::person_id))
        .select(ticket_follower::person_id)
        .load(c)?;
    let mut people = Vec::with_capacity(ids.len());
    for id in ids {
        let found = super::person::find(c, id)?;
        people.extend(found.filter(|person| person.is_active && person.role.is_staff()));
    }
    Ok(people)
}

/// The numbers of the tickets that somebody follows, in order.
///
/// # Errors
/// [`StoreError`].
pub fn tickets(c: &mut Connection, person: PersonId) -> Result<Vec<TicketNumber>, StoreError> {
    let followed = ticket_follower::table
        .filter(ticket_follower::person_id.eq(person))
        .select(ticket_follower::ticket_id);
    let numbers: Vec<i64> = ticket::table
        .filter(ticket::id.eq_any(followed))
        .order(ticket::number)
        .select(ticket::number)
        .load(c)?;
    Ok(numbers.into_iter().map(TicketNumber).collect())
}
