//! Who reads along in which ticket.

use diesel::prelude::*;

use super::dialect::OnBoth;
use super::schema::watcher;
use super::sql_type::At;
use super::{Connection, StoreError};
use crate::domain::{Person, PersonId, TicketId, Watcher};

/// Adds a watcher; false if they watch already, and then nothing is written.
///
/// # Errors
/// [`StoreError::MissingReference`] if the ticket or a person is not there.
pub fn insert(c: &mut Connection, added: &Watcher) -> Result<bool, StoreError> {
    let row = (
        watcher::ticket_id.eq(added.ticket_id),
        watcher::person_id.eq(added.person_id),
        watcher::added_by.eq(added.added_by),
        watcher::added_at.eq(At(added.added_at)),
    );
    let target = (watcher::ticket_id, watcher::person_id);
    let insert = diesel::insert_into(watcher::table).values(row).on_conflict(target).do_nothing();
    Ok(OnBoth(insert).execute(c)? == 1)
}

/// Takes a watcher off a ticket; false if they did not watch it.
///
/// # Errors
/// [`StoreError`].
pub fn remove(c: &mut Connection, ticket: TicketId, person: PersonId) -> Result<bool, StoreError> {
    Ok(diesel::delete(watcher::table.find((ticket, person))).execute(c)? == 1)
}

/// Whether somebody watches a ticket.
///
/// # Errors
/// [`StoreError`].
pub fn is_watching(c: &mut Connection, ticket: TicketId, person: PersonId) -> Result<bool, StoreError> {
    let found: i64 = watcher::table.find((ticket, person)).count().get_result(c)?;
    Ok(found == 1)
}

/// The people who watch a ticket, in the order in which they were added.
///
/// # Errors
/// [`StoreError`].
pub fn people(c: &mut Connection, ticket: TicketId) -> Result<Vec<Person>, StoreError> {
    let ids: Vec<PersonId> = watcher::table
        .filter(watcher::ticket_id.eq(ticket))
        .order((watcher::added_at, watcher::person_id))
        .select(watcher::person_id)
        .load(c)?;
    let mut people = Vec::with_capacity(ids.len());
    for id in ids {
        people.extend(super::person::find(c, id)?);
    }
    Ok(people)
}
