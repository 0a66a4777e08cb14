//! How late broken promises were kept after all.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::scope::{ContractKeys, Period, ReportFilter, keep_scope};
use crate::store::any_connection::MultiBackend;
use crate::store::schema::{breach, ticket};
use crate::store::sql_type::At;
use crate::store::word::word;
use crate::store::{Connection, StoreError};

/// The lateness of the breaches of a period, in elapsed time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lateness {
    /// All breaches.
    pub breaches: usize,
    /// Those for which what was promised has not come yet.
    pub still_missing: usize,
    /// Half of those that were kept late came within this time after their due instant.
    pub median: Option<TimeDelta>,
    /// The longest time after a due instant.
    pub longest: Option<TimeDelta>,
}

/// The lateness of the breaches whose due instant lies in the period.
///
/// # Errors
/// [`StoreError`].
pub fn lateness(c: &mut Connection, period: Period, filter: &ReportFilter) -> Result<Lateness, StoreError> {
    let contracts = ContractKeys::load(c)?;
    let found = breach::table
        .inner_join(ticket::table)
        .select((breach::due_at, breach::met_at))
        .into_boxed::<MultiBackend>()
        .filter(breach::due_at.ge(At(period.from)))
        .filter(breach::due_at.lt(At(period.before)));
    let rows: Vec<(At, Option<At>)> = keep_scope!(found, breach, filter, contracts).load(c)?;
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
