//! How long customers waited for the first response.

use chrono::TimeDelta;
use diesel::connection::DefaultLoadingMode;
use diesel::prelude::*;

use super::filter::{CustomerFilter, PromiseFilter, narrowed};
use crate::domain::{PromiseOutcome, TicketId};
use crate::sla::ClockKind;
use crate::store::any_connection::MultiBackend;
use crate::store::schema::{breach, promise, ticket};
use crate::store::sql_type::At;
use crate::store::word::word;
use crate::store::{Connection, StoreError};

/// Ticket, start, outcome, end, and when it was made good.
type Answered = (TicketId, At, String, Option<At>, Option<At>);

/// Tells of each first response that was promised and kept or broken: its ticket, and the time from the report to the
/// answer, in elapsed time; none while the answer is still missing. They are never held together: there may be a
/// million.
///
/// # Errors
/// [`StoreError`].
pub fn each_answer_time(
    c: &mut Connection,
    filter: &PromiseFilter,
    mut tell: impl FnMut(TicketId, Option<TimeDelta>),
) -> Result<(), StoreError> {
    let outcomes = vec![PromiseOutcome::Kept, PromiseOutcome::Broken];
    let filter = &PromiseFilter { outcomes, clock: Some(ClockKind::Respond), ..filter.clone() };
    let conditions = filter.conditions(c)?;
    // A broken promise ended at its due instant, under which its breach is recorded.
    let its_breach = breach::ticket_id
        .eq(promise::ticket_id)
        .and(breach::clock.eq(promise::clock))
        .and(breach::due_at.nullable().eq(promise::ended_at));
    let all = promise::table
        .inner_join(ticket::table)
        .left_join(breach::table.on(its_breach))
        .select((
            promise::ticket_id,
            promise::started_at,
            promise::outcome,
            promise::ended_at,
            breach::met_at.nullable(),
        ))
        .into_boxed::<MultiBackend>();
    let broken = word(&PromiseOutcome::Broken)?;
    for row in narrowed!(all, filter, conditions).load_iter::<Answered, DefaultLoadingMode>(c)? {
        let (ticket, started, outcome, ended, met) = row?;
        let answered = if outcome == broken { met } else { ended };
        tell(ticket, answered.map(|at| at.0 - started.0));
    }
    Ok(())
}
