//! The history of tickets: entries are added, and never changed.

use diesel::prelude::*;

use super::any_connection::AnyConnection;
use super::dialect::Prepared;
use super::schema::activity;
use super::sql_type::{At, Json};
use super::word::{Row, json};
use super::{Connection, StoreError};
use crate::domain::{Activity, ActivityId, ActivityKind, Actor, PersonId, TicketId};
use crate::sla::Instant;

/// So many entries are written by one statement at most: there is one prepared for each number of them.
const TOGETHER: usize = 8;
/// One change is followed by no more entries of clocks and notices than these.
const LOOKED_BACK: i64 = 20;
/// How much of what happened of late is read.
const LATE: i64 = 100;

#[derive(Queryable, Selectable, Insertable, Identifiable)]
#[diesel(table_name = activity)]
struct ActivityColumns {
    id: ActivityId,
    ticket_id: TicketId,
    at: At,
    recorded_at: At,
    person_id: Option<PersonId>,
    kind: Json,
}

/// Adds an entry.
///
/// # Errors
/// [`StoreError::MissingReference`] if its ticket or person is not there.
pub fn insert(c: &mut Connection, entry: &Activity) -> Result<(), StoreError> {
    diesel::insert_into(activity::table).values(columns(entry)?).execute(c)?;
    Ok(())
}

/// Adds entries, in this order: to a server with as few questions as can be, to a file one by one.
///
/// # Errors
/// As [`insert`].
pub fn insert_all(c: &mut Connection, entries: &[Activity]) -> Result<(), StoreError> {
    let AnyConnection::Pg(server) = c else {
        return entries.iter().try_for_each(|entry| insert(c, entry));
    };
    for entries in entries.chunks(TOGETHER) {
        let rows = entries.iter().map(columns).collect::<Result<Vec<_>, _>>()?;
        Prepared(diesel::insert_into(activity::table).values(rows)).execute(server)?;
    }
    Ok(())
}

fn columns(entry: &Activity) -> Result<ActivityColumns, StoreError> {
    Ok(ActivityColumns {
        id: entry.id,
        ticket_id: entry.ticket_id,
        at: At(entry.at),
        recorded_at: At(entry.recorded_at),
        person_id: match entry.actor {
            Actor::Person(person) => Some(person),
            Actor::System => None,
        },
        kind: json(&entry.kind)?,
    })
}

/// The history of a ticket: in the order of its instants, and as it was written where those are equal.
///
/// # Errors
/// [`StoreError::Corrupt`] if an entry cannot be read.
pub fn list(c: &mut Connection, ticket: TicketId) -> Result<Vec<Activity>, StoreError> {
    let query = activity::table
        .filter(activity::ticket_id.eq(ticket))
        .order((activity::at, activity::sequence))
        .select(ActivityColumns::as_select());
    query.load(c)?.into_iter().map(read).collect()
}

/// How many things people did to a ticket: what its clocks did, and the notices about it, are none of them.
///
/// # Errors
/// [`StoreError`].
pub fn count_acts(c: &mut Connection, ticket: TicketId) -> Result<i64, StoreError> {
    let acts =
        activity::table.filter(activity::ticket_id.eq(ticket)).filter(activity::person_id.is_not_null());
    Ok(acts.count().get_result(c)?)
}

/// The latest thing that somebody did to a ticket: not what its clocks did, nor the notices about it.
///
/// # Errors
/// [`StoreError::Corrupt`] if an entry cannot be read.
pub fn latest_act(c: &mut Connection, ticket: TicketId) -> Result<Option<Activity>, StoreError> {
    let query = activity::table
        .filter(activity::ticket_id.eq(ticket))
        .order(activity::sequence.desc())
        .limit(LOOKED_BACK)
        .select(ActivityColumns::as_select());
    for columns in query.load(c)? {
        let entry = read(columns)?;
        if !matches!(entry.kind, ActivityKind::Clock { .. } | ActivityKind::Notified { .. }) {
            return Ok(Some(entry));
        }
    }
    Ok(None)
}

/// What was written down of a ticket at or after an instant, the latest first.
///
/// # Errors
/// [`StoreError::Corrupt`] if an entry cannot be read.
pub fn recorded_since(
    c: &mut Connection,
    ticket: TicketId,
    from: Instant,
) -> Result<Vec<Activity>, StoreError> {
    let query = activity::table
        .filter(activity::ticket_id.eq(ticket))
        .filter(activity::recorded_at.ge(At(from)))
        .order(activity::sequence.desc())
        .limit(LATE)
        .select(ActivityColumns::as_select());
    query.load(c)?.into_iter().map(read).collect()
}

fn read(columns: ActivityColumns) -> Result<Activity, StoreError> {
    let id = columns.id;
    Ok(Activity {
        id,
        ticket_id: columns.ticket_id,
        at: columns.at.0,
        recorded_at: columns.recorded_at.0,
        actor: columns.person_id.map_or(Actor::System, Actor::Person),
        kind: Row { table: "activity", id: &id }.json(columns.kind)?,
    })
}
