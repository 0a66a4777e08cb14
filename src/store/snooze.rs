//! Tickets that are put away until later, and those that came back and were not looked at yet.

use std::collections::HashMap;

use diesel::prelude::*;

use super::schema::ticket_snooze;
use super::sql_type::At;
use super::text::storable;
use super::word::{Row, word};
use super::{Connection, StoreError};
use crate::domain::{PersonId, Snooze, TicketId, WakeCause};
use crate::sla::Instant;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = ticket_snooze)]
struct SnoozeColumns {
    ticket_id: TicketId,
    person_id: PersonId,
    snoozed_until: At,
    reason: String,
    snoozed_at: At,
    woken_at: Option<At>,
    woken_by: Option<String>,
}

/// Writes how a ticket is put away, in place of an earlier time.
///
/// # Errors
/// [`StoreError::MissingReference`] for a ticket or a person that is not there.
pub fn put(c: &mut Connection, snooze: &Snooze) -> Result<(), StoreError> {
    delete(c, snooze.ticket_id)?;
    let columns = SnoozeColumns {
        ticket_id: snooze.ticket_id,
        person_id: snooze.person_id,
        snoozed_until: At(snooze.until),
        reason: storable(&snooze.reason),
        snoozed_at: At(snooze.snoozed_at),
        woken_at: snooze.woken.map(|(at, _)| At(at)),
        woken_by: snooze.woken.map(|(_, cause)| word(&cause)).transpose()?,
    };
    diesel::insert_into(ticket_snooze::table).values(columns).execute(c)?;
    Ok(())
}

/// Writes that a ticket came back.
///
/// # Errors
/// [`StoreError`].
pub fn set_woken(
    c: &mut Connection,
    ticket: TicketId,
    at: Instant,
    cause: WakeCause,
) -> Result<(), StoreError> {
    let change = (ticket_snooze::woken_at.eq(Some(At(at))), ticket_snooze::woken_by.eq(Some(word(&cause)?)));
    diesel::update(ticket_snooze::table.find(ticket)).set(change).execute(c)?;
    Ok(())
}

/// Forgets that a ticket was put away.
///
/// # Errors
/// [`StoreError`].
pub fn delete(c: &mut Connection, ticket: TicketId) -> Result<(), StoreError> {
    diesel::delete(ticket_snooze::table.find(ticket)).execute(c)?;
    Ok(())
}

/// How a ticket is, or was, put away.
///
/// # Errors
/// [`StoreError::Corrupt`] if it cannot be read.
pub fn find(c: &mut Connection, ticket: TicketId) -> Result<Option<Snooze>, StoreError> {
    Ok(of_tickets(c, vec![ticket])?.remove(&ticket))
}

/// The same for each of these tickets that has one.
///
/// # Errors
/// [`StoreError::Corrupt`] if one cannot be read.
pub fn of_tickets(
    c: &mut Connection,
    tickets: Vec<TicketId>,
) -> Result<HashMap<TicketId, Snooze>, StoreError> {
    let query = ticket_snooze::table
        .filter(ticket_snooze::ticket_id.eq_any(tickets))
        .select(SnoozeColumns::as_select());
    query.load(c)?.into_iter().map(|columns| Ok((columns.ticket_id, read(columns)?))).collect()
}

fn read(columns: SnoozeColumns) -> Result<Snooze, StoreError> {
    let row = Row { table: "ticket_snooze", id: &columns.ticket_id };
    let cause = columns.woken_by.map(|cause| row.word(cause)).transpose()?;
    Ok(Snooze {
        ticket_id: columns.ticket_id,
        person_id: columns.person_id,
        until: columns.snoozed_until.0,
        reason: columns.reason,
        snoozed_at: columns.snoozed_at.0,
        woken: columns.woken_at.map(|at| at.0).zip(cause),
    })
}
