//! What a figure counts.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::domain::{ContractVersionId, OrganizationId, TeamId};
use crate::sla::{ClockKind, Instant, SeverityCode};
use crate::store::schema::contract_version;
use crate::store::{Connection, StoreError};

/// From one instant until before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first instant of it.
    pub from: Instant,
    /// The first instant after it.
    pub before: Instant,
}

/// Which promises a figure counts; every condition that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportFilter {
    /// Under this contract, in any version.
    pub contract_key: Option<String>,
    /// To this customer.
    pub organization: Option<OrganizationId>,
    /// Of this team.
    pub team: Option<TeamId>,
    /// At this severity.
    pub severity: Option<SeverityCode>,
    /// Of this clock.
    pub clock: Option<ClockKind>,
}

/// The versions of contracts, few and small, with their keys.
pub(super) struct ContractKeys(HashMap<ContractVersionId, String>);

impl ContractKeys {
    pub(super) fn load(c: &mut Connection) -> Result<Self, StoreError> {
        let pairs: Vec<(ContractVersionId, String)> =
            contract_version::table.select((contract_version::id, contract_version::key)).load(c)?;
        Ok(Self(pairs.into_iter().collect()))
    }

    pub(super) fn key(&self, version: ContractVersionId) -> String {
        self.0.get(&version).cloned().unwrap_or_default()
    }

    pub(super) fn versions_of(&self, key: &str) -> Vec<ContractVersionId> {
        self.0.iter().filter(|(_, of)| *of == key).map(|(id, _)| *id).collect()
    }
}

/// Keeps what the filter says of a query over `promise` or `breach` joined with `ticket`.
macro_rules! keep_scope {
    ($found:expr, $table:ident, $filter:expr, $contracts:expr) => {{
        let mut found = $found;
        if let Some(key) = &$filter.contract_key {
            found = found.filter(ticket::contract_version_id.eq_any($contracts.versions_of(key)));
        }
        if let Some(organization) = $filter.organization {
            found = found.filter(ticket::organization_id.eq(Some(organization)));
        }
        if let Some(team) = $filter.team {
            found = found.filter(ticket::team_id.eq(Some(team)));
        }
        if let Some(severity) = &$filter.severity {
            found = found.filter($table::severity.eq(severity.as_str().to_owned()));
        }
        if let Some(clock) = $filter.clock {
            found = found.filter($table::clock.eq(word(&clock)?));
        }
        found
    }};
}

pub(super) use keep_scope;
