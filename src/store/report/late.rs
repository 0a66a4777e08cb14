//! When broken promises were made good.

use std::collections::HashMap;

use diesel::prelude::*;

use super::ReportedPromise;
use crate::domain::{PromiseOutcome, TicketId};
use crate::sla::{ClockKind, Instant};
use crate::store::schema::{breach, promise};
use crate::store::sql_type::At;
use crate::store::word::word;
use crate::store::{Connection, StoreError};

/// Adds to each broken promise of a page when it was made good, if it was.
pub(super) fn add(c: &mut Connection, listed: &mut [ReportedPromise]) -> Result<(), StoreError> {
    let broken = listed.iter().filter(|row| row.promise.outcome == PromiseOutcome::Broken);
    let mut tickets: Vec<TicketId> = broken.map(|row| row.promise.ticket_id).collect();
    tickets.sort_unstable();
    tickets.dedup();
    let met = met_late(c, &tickets)?;
    let updates = updates_that_ended(c, &tickets)?;
    for row in listed.iter_mut().filter(|row| row.promise.outcome == PromiseOutcome::Broken) {
        // A broken promise ended at its due instant, under which its breach is recorded.
        let Some(due) = row.promise.ended_at else { continue };
        row.made_good_at = match row.promise.clock {
            ClockKind::Update => updates
                .get(&row.promise.ticket_id)
                .and_then(|ends| ends.iter().filter(|end| **end >= due).min().copied()),
            clock => met.get(&(row.promise.ticket_id, word(&clock)?, due)).copied(),
        };
    }
    Ok(())
}

fn met_late(
    c: &mut Connection,
    tickets: &[TicketId],
) -> Result<HashMap<(TicketId, String, Instant), Instant>, StoreError> {
    let rows: Vec<(TicketId, String, At, Option<At>)> = breach::table
        .filter(breach::ticket_id.eq_any(tickets))
        .filter(breach::met_at.is_not_null())
        .select((breach::ticket_id, breach::clock, breach::due_at, breach::met_at))
        .load(c)?;
    let met = rows.into_iter().filter_map(|(ticket, clock, due, met)| Some(((ticket, clock, due.0), met?.0)));
    Ok(met.collect())
}

/// The ends of update periods that were not missed: the instants at which the customer was brought up to date.
fn updates_that_ended(
    c: &mut Connection,
    tickets: &[TicketId],
) -> Result<HashMap<TicketId, Vec<Instant>>, StoreError> {
    let rows: Vec<(TicketId, Option<At>)> = promise::table
        .filter(promise::ticket_id.eq_any(tickets))
        .filter(promise::clock.eq(word(&ClockKind::Update)?))
        .filter(promise::outcome.ne(word(&PromiseOutcome::Broken)?))
        .filter(promise::ended_at.is_not_null())
        .select((promise::ticket_id, promise::ended_at))
        .load(c)?;
    let mut ends: HashMap<TicketId, Vec<Instant>> = HashMap::new();
    for (ticket, ended) in rows {
        ends.entry(ticket).or_default().extend(ended.map(|at| at.0));
    }
    Ok(ends)
}
