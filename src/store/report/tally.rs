//! Promises kept and broken.

use std::collections::BTreeMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::scope::{ContractKeys, Period, ReportFilter, keep_scope};
use crate::domain::{ContractVersionId, PromiseOutcome};
use crate::sla::{ClockKind, SeverityCode};
use crate::store::any_connection::MultiBackend;
use crate::store::schema::{promise, ticket};
use crate::store::sql_type::At;
use crate::store::word::{Row, word};
use crate::store::{Connection, StoreError};

/// How many promises of one contract, severity and clock ended in which way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The contract, all its versions together.
    pub contract_key: String,
    /// The severity when the promise ended.
    pub severity: SeverityCode,
    /// The clock.
    pub clock: ClockKind,
    /// Kept in time.
    pub kept: i64,
    /// Broken.
    pub broken: i64,
    /// Fell away before they were due; they count for neither side.
    pub stopped: i64,
}

/// One line for each contract, severity and clock of which promises ended in the period; by contract, severity's code
/// and clock.
///
/// # Errors
/// [`StoreError`].
pub fn tally(c: &mut Connection, period: Period, filter: &ReportFilter) -> Result<Vec<Tally>, StoreError> {
    let contracts = ContractKeys::load(c)?;
    let grouped = promise::table
        .inner_join(ticket::table)
        .group_by((ticket::contract_version_id, promise::severity, promise::clock, promise::outcome))
        .select((
            ticket::contract_version_id,
            promise::severity,
            promise::clock,
            promise::outcome,
            count_star(),
        ))
        .into_boxed::<MultiBackend>()
        .filter(promise::ended_at.ge(Some(At(period.from))))
        .filter(promise::ended_at.lt(Some(At(period.before))));
    let rows: Vec<(ContractVersionId, String, String, String, i64)> =
        keep_scope!(grouped, promise, filter, contracts).load(c)?;
    let mut lines: BTreeMap<(String, String, String), Tally> = BTreeMap::new();
    for (version, severity, clock, outcome, count) in rows {
        let key = contracts.key(version);
        let row = Row { table: "promise", id: &"(any)" };
        let line = match lines.entry((key.clone(), severity.clone(), order_of(&clock)?)) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(new) => new.insert(Tally {
                contract_key: key,
                severity: SeverityCode::new(severity),
                clock: row.word(clock)?,
                kept: 0,
                broken: 0,
                stopped: 0,
            }),
        };
        match row.word(outcome)? {
            PromiseOutcome::Kept => line.kept += count,
            PromiseOutcome::Broken => line.broken += count,
            PromiseOutcome::Stopped | PromiseOutcome::Running => line.stopped += count,
        }
    }
    Ok(lines.into_values().collect())
}

/// A text that puts clocks in the order respond, update, resolve.
fn order_of(clock: &str) -> Result<String, StoreError> {
    let words = ClockKind::ALL.iter().map(word).collect::<Result<Vec<_>, _>>()?;
    Ok(words
        .iter()
        .position(|word| word == clock)
        .map_or_else(|| clock.to_owned(), |place| place.to_string()))
}
