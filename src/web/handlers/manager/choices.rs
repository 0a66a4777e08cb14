//! What the filters of the board offer, and the names behind codes and ids.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::BoardQuery;
use super::query::{NO_TEAM, UNKNOWN};
use crate::domain::{ContractVersion, ContractVersionId, Organization, Team};
use crate::service::Contracts;
use crate::sla::{ClockKind, Contract, Instant, SeverityCode};
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::pages::manager::{Choice, Choices, Month, PERIODS, Period, clock_name};
use crate::web::view::SeverityMark;

/// How many single months can be chosen.
const SINGLE_MONTHS: u32 = 12;

/// The contracts and customers that the figures are about.
pub struct Known {
    /// The version in force of every contract.
    pub in_force: Vec<ContractVersion>,
    /// Every customer.
    pub customers: Vec<Organization>,
    /// Every team.
    pub teams: Vec<Team>,
    contracts: HashMap<ContractVersionId, Arc<Contract>>,
}

impl Known {
    /// Reads them; `versions` are those that the figures or lists name.
    pub fn load(
        c: &mut Connection,
        cache: &Contracts,
        now: Instant,
        versions: impl IntoIterator<Item = ContractVersionId>,
    ) -> Result<Self, WebError> {
        let in_force = store::contract::list_in_force(c, now)?;
        let mut contracts = HashMap::new();
        for id in in_force.iter().map(|version| version.id).chain(versions) {
            contracts.insert(id, cache.get(c, id)?);
        }
        Ok(Self {
            in_force,
            customers: store::organization::list(c)?,
            teams: store::team::list(c)?,
            contracts,
        })
    }

    /// A severity as the version of its contract names it.
    pub fn severity(&self, version: ContractVersionId, code: &SeverityCode) -> SeverityMark {
        match self.contracts.get(&version) {
            Some(contract) => SeverityMark::new(contract, code),
            None => SeverityMark { code: code.as_str().to_owned(), name: code.as_str().to_owned(), rank: 4 },
        }
    }

    /// A contract's name, or its key where none of its versions is in force.
    pub fn contract(&self, key: &str) -> String {
        let found = self.in_force.iter().find(|version| version.key == key);
        found.map_or_else(|| key.to_owned(), |version| version.name.clone())
    }

    /// What the filters offer.
    pub fn choices(&self, query: &BoardQuery, now: Instant) -> Choices {
        Choices {
            periods: periods(query, now),
            contracts: self
                .in_force
                .iter()
                .map(|version| choice(&version.key, &version.name, &query.contract))
                .collect(),
            severities: self.severities(query),
            clocks: ClockKind::ALL
                .iter()
                .map(|clock| choice(clock.as_str(), clock_name(*clock), &query.clock))
                .collect(),
            customers: self
                .customers
                .iter()
                .map(|one| choice(&one.id.to_string(), &one.name, &query.customer))
                .chain([choice(UNKNOWN, "Unknown senders", &query.customer)])
                .collect(),
            teams: self
                .teams
                .iter()
                .map(|one| choice(&one.id.to_string(), &one.name, &query.team))
                .chain([choice(NO_TEAM, "No team", &query.team)])
                .collect(),
            is_narrowed: query.is_narrowed(),
        }
    }

    /// The severities of the chosen contract, or of all of them, the most severe first.
    fn severities(&self, query: &BoardQuery) -> Vec<Choice> {
        let mut found: BTreeMap<String, (usize, String)> = BTreeMap::new();
        let wanted = |version: &&ContractVersion| query.contract.is_empty() || version.key == query.contract;
        for version in self.in_force.iter().filter(wanted) {
            for severity in self.contracts.get(&version.id).into_iter().flat_map(|found| found.severities()) {
                let name = (severity.rank(), severity.label());
                found.entry(severity.code().as_str().to_owned()).or_insert(name);
            }
        }
        let mut sorted: Vec<_> = found.into_iter().collect();
        sorted.sort_by_key(|(code, (rank, _))| (*rank, code.clone()));
        sorted.iter().map(|(code, (_, name))| choice(code, name, &query.severity)).collect()
    }
}

fn periods(query: &BoardQuery, now: Instant) -> Vec<Choice> {
    let chosen = query.period();
    let ready =
        PERIODS.iter().map(|(word, label, months)| (*word, (*label).to_owned(), Period::Last(*months)));
    let ready = ready.map(|(word, label, period)| (word.to_owned(), label, period));
    let mut single: Vec<Month> = (0..SINGLE_MONTHS).map(|back| Month::of(now).earlier(back)).collect();
    if let Period::Only(month) = chosen
        && !single.contains(&month)
    {
        single.push(month);
    }
    let single = single.into_iter().map(|month| (month.word(), month.label(), Period::Only(month)));
    ready
        .chain(single)
        .map(|(value, label, period)| Choice { value, label, is_chosen: period == chosen })
        .collect()
}

fn choice(value: &str, label: &str, chosen: &str) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned(), is_chosen: value == chosen }
}
