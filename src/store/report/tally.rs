//! Counting promises by everything that they are looked at by, in one walk.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::filter::{CustomerFilter, PromiseFilter, narrowed, still_owed};
use crate::domain::{ContractVersionId, OrganizationId, PromiseOutcome, TeamId};
use crate::sla::{ClockKind, SeverityCode};
use crate::store::any_connection::MultiBackend;
use crate::store::schema::{breach, contract_version, promise, ticket};
use crate::store::word::Row;
use crate::store::{Connection, StoreError};

/// How many promises are alike in all of this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The contract's key.
    pub contract_key: String,
    /// A version of that contract, to look a severity's name up in.
    pub contract_version_id: ContractVersionId,
    /// The customer; none for senders who belong to none.
    pub organization_id: Option<OrganizationId>,
    /// The team.
    pub team_id: Option<TeamId>,
    /// The clock.
    pub clock: ClockKind,
    /// The severity when the promise ended, or now.
    pub severity: SeverityCode,
    /// How it ended.
    pub outcome: PromiseOutcome,
    /// How many.
    pub count: i64,
    /// How many of them are excused; broken ones only.
    pub excused: i64,
}

impl Tally {
    fn is_alike(&self, other: &Self) -> bool {
        let alike = |tally: &Self| {
            (tally.contract_version_id, tally.organization_id, tally.team_id, tally.clock, tally.outcome)
        };
        alike(self) == alike(other) && self.severity == other.severity
    }
}

type Counted = (ContractVersionId, Option<OrganizationId>, Option<TeamId>, String, String, String, i64);

/// Counts the promises that the filter keeps. The sum of the counts is the length of the list by the same filter.
///
/// # Errors
/// [`StoreError`].
pub fn tally(c: &mut Connection, filter: &PromiseFilter) -> Result<Vec<Tally>, StoreError> {
    let mut tallies = counted(c, filter)?;
    for excused in counted(c, &PromiseFilter { is_excused: Some(true), ..filter.clone() })? {
        if let Some(tally) = tallies.iter_mut().find(|tally| tally.is_alike(&excused)) {
            tally.excused = excused.count;
        }
    }
    Ok(tallies)
}

fn counted(c: &mut Connection, filter: &PromiseFilter) -> Result<Vec<Tally>, StoreError> {
    let conditions = filter.conditions(c)?;
    let alike = (
        ticket::contract_version_id,
        ticket::organization_id,
        ticket::team_id,
        promise::clock,
        promise::severity,
        promise::outcome,
    );
    let all = promise::table
        .inner_join(ticket::table)
        .group_by(alike)
        .select((
            ticket::contract_version_id,
            ticket::organization_id,
            ticket::team_id,
            promise::clock,
            promise::severity,
            promise::outcome,
            count_star(),
        ))
        .into_boxed::<MultiBackend>();
    let rows: Vec<Counted> = narrowed!(all, filter, conditions).load(c)?;
    let keys = contract_version::table.select((contract_version::id, contract_version::key));
    let keys: HashMap<ContractVersionId, String> =
        keys.load::<(ContractVersionId, String)>(c)?.into_iter().collect();
    rows.into_iter().map(|row| read(row, &keys)).collect()
}

/// How many promises the filter keeps.
///
/// # Errors
/// [`StoreError`].
pub fn count(c: &mut Connection, filter: &PromiseFilter) -> Result<i64, StoreError> {
    let conditions = filter.conditions(c)?;
    let all = promise::table.inner_join(ticket::table).select(count_star()).into_boxed::<MultiBackend>();
    let found = narrowed!(all, filter, conditions);
    match filter.is_owed {
        true => Ok(still_owed!(found).first(c)?),
        false => Ok(found.first(c)?),
    }
}

fn read(row: Counted, keys: &HashMap<ContractVersionId, String>) -> Result<Tally, StoreError> {
    let (contract_version_id, organization_id, team_id, clock, severity, outcome, count) = row;
    let counted = Row { table: "promise", id: &"counted" };
    Ok(Tally {
        contract_key: keys.get(&contract_version_id).cloned().unwrap_or_default(),
        contract_version_id,
        organization_id,
        team_id,
        clock: counted.word(clock)?,
        severity: SeverityCode::new(severity),
        outcome: counted.word(outcome)?,
        count,
        excused: 0,
    })
}
