//! Promises, from the start of a clock to its end.

use diesel::prelude::*;

use super::dialect::Prepared;
use super::schema::promise;
use super::sql_type::At;
use super::word::{Row, word};
use super::{Connection, StoreError};
use crate::domain::{PromiseId, PromiseOutcome, PromiseRecord, Ticket, TicketId};
use crate::sla::{ClockKind, Instant, SeverityCode};

#[derive(Queryable, Selectable, Insertable, Identifiable)]
#[diesel(table_name = promise)]
pub(super) struct PromiseColumns {
    id: PromiseId,
    ticket_id: TicketId,
    clock: String,
    severity: String,
    started_at: At,
    due_at: Option<At>,
    outcome: String,
    ended_at: Option<At>,
}

/// Records a promise.
///
/// # Errors
/// [`StoreError::Unique`] with `promise_ticket_id_clock_key` if the ticket's clock has an open one.
pub fn insert(c: &mut Connection, record: &PromiseRecord) -> Result<(), StoreError> {
    diesel::insert_into(promise::table).values(PromiseColumns::of(record)?).execute(c)?;
    Ok(())
}

/// Writes a changed promise: moved, ended, or open again.
///
/// # Errors
/// [`StoreError::NotFound`], or [`StoreError::Unique`] as [`insert`].
pub fn update(c: &mut Connection, record: &PromiseRecord) -> Result<(), StoreError> {
    let change = (
        promise::severity.eq(record.severity.as_str()),
        promise::due_at.eq(record.due_at.map(At)),
        promise::outcome.eq(word(&record.outcome)?),
        promise::ended_at.eq(record.ended_at.map(At)),
    );
    match Prepared(diesel::update(promise::table.find(record.id)).set(change)).execute(c)? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// Ends the open promise of a ticket's clock, if there is one, at the severity that the ticket has.
///
/// # Errors
/// [`StoreError`].
pub fn end(
    c: &mut Connection,
    ticket: &Ticket,
    clock: ClockKind,
    outcome: PromiseOutcome,
    at: Instant,
) -> Result<(), StoreError> {
    let open = promise::table
        .filter(promise::ticket_id.eq(ticket.id))
        .filter(promise::clock.eq(word(&clock)?))
        .filter(promise::ended_at.is_null());
    let change = (
        promise::severity.eq(ticket.severity.code.as_str()),
        promise::outcome.eq(word(&outcome)?),
        promise::ended_at.eq(Some(At(at))),
    );
    Prepared(diesel::update(open).set(change)).execute(c)?;
    Ok(())
}

/// Lets go on what was stopped at an instant, as if it had never been.
///
/// # Errors
/// [`StoreError`].
pub fn resume_stopped(c: &mut Connection, ticket: TicketId, at: Instant) -> Result<(), StoreError> {
    let stopped = promise::table
        .filter(promise::ticket_id.eq(ticket))
        .filter(promise::outcome.eq(word(&PromiseOutcome::Stopped)?))
        .filter(promise::ended_at.eq(Some(At(at))));
    let change = (promise::outcome.eq(word(&PromiseOutcome::Running)?), promise::ended_at.eq(None::<At>));
    diesel::update(stopped).set(change).execute(c)?;
    Ok(())
}

/// The promise with this id.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, id: PromiseId) -> Result<Option<PromiseRecord>, StoreError> {
    let query = promise::table.find(id).select(PromiseColumns::as_select());
    query.first(c).optional()?.map(PromiseColumns::into_record).transpose()
}

/// The open promise of a ticket's clock.
///
/// # Errors
/// [`StoreError`].
pub fn running(
    c: &mut Connection,
    ticket: TicketId,
    clock: ClockKind,
) -> Result<Option<PromiseRecord>, StoreError> {
    let query = promise::table
        .filter(promise::ticket_id.eq(ticket))
        .filter(promise::clock.eq(word(&clock)?))
        .filter(promise::ended_at.is_null())
        .select(PromiseColumns::as_select());
    query.first(c).optional()?.map(PromiseColumns::into_record).transpose()
}

/// The last promise of a ticket's clock, open or ended.
///
/// # Errors
/// [`StoreError`].
pub fn last(
    c: &mut Connection,
    ticket: TicketId,
    clock: ClockKind,
) -> Result<Option<PromiseRecord>, StoreError> {
    let of_clock = list(c, ticket)?.into_iter().filter(|record| record.clock == clock);
    // An open one was started last, whatever its instant.
    Ok(of_clock
        .max_by_key(|record| (record.ended_at.is_none(), record.started_at, record.ended_at, record.id)))
}

/// Every promise of a ticket, in the order of their starts.
///
/// # Errors
/// [`StoreError`].
pub fn list(c: &mut Connection, ticket: TicketId) -> Result<Vec<PromiseRecord>, StoreError> {
    let query = promise::table
        .filter(promise::ticket_id.eq(ticket))
        .order((promise::started_at, promise::id))
        .select(PromiseColumns::as_select());
    query.load(c)?.into_iter().map(PromiseColumns::into_record).collect()
}

impl PromiseColumns {
    fn of(record: &PromiseRecord) -> Result<Self, StoreError> {
        Ok(Self {
            id: record.id,
            ticket_id: record.ticket_id,
            clock: word(&record.clock)?,
            severity: record.severity.as_str().to_owned(),
            started_at: At(record.started_at),
            due_at: record.due_at.map(At),
            outcome: word(&record.outcome)?,
            ended_at: record.ended_at.map(At),
        })
    }

    pub(super) fn into_record(self) -> Result<PromiseRecord, StoreError> {
        let id = self.id;
        let row = Row { table: "promise", id: &id };
        Ok(PromiseRecord {
            id,
            ticket_id: self.ticket_id,
            clock: row.word(self.clock)?,
            severity: SeverityCode::new(self.severity),
            started_at: self.started_at.0,
            due_at: self.due_at.map(|at| at.0),
            outcome: row.word(self.outcome)?,
            ended_at: self.ended_at.map(|at| at.0),
        })
    }
}
