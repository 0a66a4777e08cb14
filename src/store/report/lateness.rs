//! How late broken promises were made good.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::filter::{CustomerFilter, PromiseFilter, narrowed};
use crate::domain::PromiseOutcome;
use crate::sla::ClockKind;
use crate::store::any_connection::MultiBackend;
use crate::store::schema::{breach, promise, ticket};
use crate::store::sql_type::At;
use crate::store::word::word;
use crate::store::{Connection, StoreError};

/// The lateness of broken promises, in elapsed time. First responses and resolutions only: a missed update is not made
/// good but followed by the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lateness {
    /// All of them.
    pub breaches: usize,
    /// Those for which what was promised has not come yet.
    pub still_missing: usize,
    /// Half of those that were made good were so within this time after their due instant.
    pub median: Option<TimeDelta>,
    /// The longest time after a due instant.
    pub longest: Option<TimeDelta>,
}

/// The lateness of the broken promises that the filter keeps, whatever outcomes it asks for.
///
/// # Errors
/// [`StoreError`].
pub fn lateness(c: &mut Connection, filter: &PromiseFilter) -> Result<Lateness, StoreError> {
    let filter = &PromiseFilter { outcomes: vec![PromiseOutcome::Broken], ..filter.clone() };
    let conditions = filter.conditions(c)?;
    // A broken promise ended at its due instant, under which its breach is recorded.
    let its_breach = breach::ticket_id
        .eq(promise::ticket_id)
        .and(breach::clock.eq(promise::clock))
        .and(breach::due_at.nullable().eq(promise::ended_at));
    let found = promise::table
        .inner_join(ticket::table)
        .inner_join(breach::table.on(its_breach))
        .select((breach::due_at, breach::met_at))
        .into_boxed::<MultiBackend>()
        .filter(promise::clock.ne(word(&ClockKind::Update)?));
    let rows: Vec<(At, Option<At>)> = narrowed!(found, filter, conditions).load(c)?;
    let mut late: Vec<TimeDelta> =
        rows.iter().filter_map(|(due, met)| met.map(|met| met.0 - due.0)).collect();
    late.sort_unstable();
    Ok(Lateness {
        breaches: rows.len(),
        still_missing: rows.len() - late.len(),
        median: late.get(late.len().saturating_sub(1) / 2).copied(),
        longest: late.last().copied(),
    })
}
