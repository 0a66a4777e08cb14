//! Which promises a figure counts.

use diesel::prelude::*;

use crate::domain::{ContractVersionId, OrganizationId, PromiseId, PromiseOutcome, TeamId};
use crate::sla::{ClockKind, Instant, SeverityCode};
use crate::store::schema::contract_version;
use crate::store::word::word;
use crate::store::{Connection, StoreError};

/// Whose tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CustomerFilter {
    /// Everybody's.
    #[default]
    Any,
    /// Of senders who belong to no customer.
    Unknown,
    /// Of this customer.
    Is(OrganizationId),
}

/// Which promises; every condition that is given must hold. The default is all that have ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PromiseFilter {
    /// That ended in one of these ways; empty for any. [`PromiseOutcome::Running`] alone asks for open ones with a due
    /// instant, which paused ones have not; beside others it finds nothing.
    pub outcomes: Vec<PromiseOutcome>,
    /// Of this clock.
    pub clock: Option<ClockKind>,
    /// At this severity.
    pub severity: Option<SeverityCode>,
    /// Made under a version of this contract.
    pub contract_key: Option<String>,
    /// Whose tickets.
    pub customer: CustomerFilter,
    /// Of this team's tickets.
    pub team: Option<TeamId>,
    /// Of tickets that belong to no team.
    pub is_without_team: bool,
    /// This one alone; lists only.
    pub id: Option<PromiseId>,
    /// Broken ones that are excused, or those that are not.
    pub is_excused: Option<bool>,
    /// Broken first responses and resolutions for which what was promised has not come yet; lists and counts only.
    pub is_owed: bool,
    /// That ended at or after this.
    pub ended_from: Option<Instant>,
    /// That ended before this.
    pub ended_before: Option<Instant>,
    /// Due before this.
    pub due_before: Option<Instant>,
}

/// The filter in the words of the columns.
pub(super) struct Conditions {
    pub(super) outcomes: Vec<String>,
    /// Whether open promises are wanted, or else ended ones: each has an index of its own.
    pub(super) is_open: bool,
    pub(super) clock: Option<String>,
    pub(super) versions: Option<Vec<ContractVersionId>>,
    pub(super) excused: Vec<PromiseId>,
}

impl PromiseFilter {
    /// Looks up what the columns don't hold as the filter says it.
    pub(super) fn conditions(&self, c: &mut Connection) -> Result<Conditions, StoreError> {
        let running = |outcome: &PromiseOutcome| *outcome == PromiseOutcome::Running;
        // A contract has few versions, so their ids are looked up first.
        let versions = match &self.contract_key {
            None => None,
            Some(key) => {
                let of_key = contract_version::table.filter(contract_version::key.eq(key));
                Some(of_key.select(contract_version::id).load(c)?)
            }
        };
        Ok(Conditions {
            outcomes: self.outcomes.iter().map(word).collect::<Result<_, _>>()?,
            is_open: !self.outcomes.is_empty() && self.outcomes.iter().all(running),
            clock: self.clock.as_ref().map(word).transpose()?,
            versions,
            excused: match self.is_excused {
                Some(_) => crate::store::excuse::excused(c)?,
                None => Vec::new(),
            },
        })
    }
}

/// Narrows a boxed query over promises and their tickets; a macro, because its type differs with what is selected.
macro_rules! narrowed {
    ($query:expr, $filter:expr, $conditions:expr) => {{
        let (mut found, filter, conditions) = ($query, $filter, $conditions);
        found = match conditions.is_open {
            true => found.filter(promise::ended_at.is_null()).filter(promise::due_at.is_not_null()),
            false => found.filter(promise::ended_at.is_not_null()),
        };
        if !conditions.outcomes.is_empty() {
            found = found.filter(promise::outcome.eq_any(conditions.outcomes));
        }
        if let Some(clock) = conditions.clock {
            found = found.filter(promise::clock.eq(clock));
        }
        if let Some(severity) = &filter.severity {
            found = found.filter(promise::severity.eq(severity.as_str().to_owned()));
        }
        if let Some(versions) = conditions.versions {
            found = found.filter(ticket::contract_version_id.eq_any(versions));
        }
        match filter.customer {
            CustomerFilter::Any => {}
            CustomerFilter::Unknown => found = found.filter(ticket::organization_id.is_null()),
            CustomerFilter::Is(id) => found = found.filter(ticket::organization_id.eq(Some(id))),
        }
        if let Some(team) = filter.team {
            found = found.filter(ticket::team_id.eq(Some(team)));
        }
        if filter.is_without_team {
            found = found.filter(ticket::team_id.is_null());
        }
        match filter.is_excused {
            None => {}
            Some(true) => found = found.filter(promise::id.eq_any(conditions.excused)),
            Some(false) => found = found.filter(promise::id.ne_all(conditions.excused)),
        }
        if let Some(from) = filter.ended_from {
            found = found.filter(promise::ended_at.ge(Some($crate::store::sql_type::At(from))));
        }
        if let Some(before) = filter.ended_before {
            found = found.filter(promise::ended_at.lt(Some($crate::store::sql_type::At(before))));
        }
        if let Some(before) = filter.due_before {
            found = found.filter(promise::due_at.lt(Some($crate::store::sql_type::At(before))));
        }
        found
    }};
}
pub(super) use narrowed;

/// Narrows a boxed query over promises and their tickets to what is still owed. A broken promise ended at its due
/// instant, under which its breach is recorded.
macro_rules! still_owed {
    ($query:expr) => {{
        let missing = breach::table
            .filter(breach::ticket_id.eq(promise::ticket_id))
            .filter(breach::clock.eq(promise::clock))
            .filter(breach::due_at.nullable().eq(promise::ended_at))
            .filter(breach::met_at.is_null());
        let update = $crate::store::word::word(&$crate::sla::ClockKind::Update)?;
        $query.filter(promise::clock.ne(update)).filter(diesel::dsl::exists(missing))
    }};
}
pub(super) use still_owed;
