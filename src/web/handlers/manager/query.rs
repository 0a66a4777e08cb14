//! What the board looks at, as its address says it: the same words for the figures, the lists and the files.

use serde::Deserialize;

use crate::sla::{ClockKind, SeverityCode};
use crate::store::report::{CustomerFilter, PromiseFilter};
use crate::web::input::encode;
use crate::web::pages::manager::Period;

/// The word for senders who belong to no customer.
pub const UNKNOWN: &str = "unknown";

/// The word for tickets that belong to no team.
pub const NO_TEAM: &str = "none";

/// The filters of the board. A word that means nothing narrows nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct BoardQuery {
    /// The period's word.
    pub period: String,
    /// A contract's key.
    pub contract: String,
    /// A severity's code.
    pub severity: String,
    /// A clock's word.
    pub clock: String,
    /// A customer's id, or [`UNKNOWN`].
    pub customer: String,
    /// A team's id, or [`NO_TEAM`].
    pub team: String,
}

impl BoardQuery {
    /// The period.
    #[must_use]
    pub fn period(&self) -> Period {
        Period::parse(&self.period)
    }

    /// The clock, if one is chosen.
    #[must_use]
    pub fn clock(&self) -> Option<ClockKind> {
        self.clock.parse().ok()
    }

    /// Whose tickets.
    #[must_use]
    pub fn customer(&self) -> CustomerFilter {
        match self.customer.as_str() {
            UNKNOWN => CustomerFilter::Unknown,
            id => id.parse().map_or(CustomerFilter::Any, CustomerFilter::Is),
        }
    }

    /// What is kept, of any time.
    #[must_use]
    pub fn filter(&self) -> PromiseFilter {
        PromiseFilter {
            clock: self.clock(),
            severity: chosen(&self.severity).map(SeverityCode::new),
            contract_key: chosen(&self.contract).map(str::to_owned),
            customer: self.customer(),
            team: self.team.parse().ok(),
            is_without_team: self.team == NO_TEAM,
            ..PromiseFilter::default()
        }
    }

    /// Whether anything but the period narrows the figures.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.filter() != PromiseFilter::default()
    }

    /// The same period with nothing else.
    #[must_use]
    pub fn plain(&self) -> Self {
        Self { period: self.period.clone(), ..Self::default() }
    }

    /// The address of a page with these filters; `more` is appended as it is.
    #[must_use]
    pub fn address(&self, page: &str, more: &str) -> String {
        let mut address = format!("{page}?period={}", self.period().word());
        let words = [
            ("contract", &self.contract),
            ("severity", &self.severity),
            ("clock", &self.clock),
            ("customer", &self.customer),
            ("team", &self.team),
        ];
        for (name, word) in words.into_iter().filter(|(_, word)| !word.is_empty()) {
            address.push_str(&format!("&{name}={}", encode(word)));
        }
        address.push_str(more);
        address
    }
}

fn chosen(word: &str) -> Option<&str> {
    Some(word.trim()).filter(|word| !word.is_empty())
}
