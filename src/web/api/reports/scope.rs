//! Which promises a figure or a list is about.

use serde::Deserialize;
use serde::de::{Deserializer, Error};

use crate::domain::{PromiseOutcome, TeamId};
use crate::sla::{ClockKind, SeverityCode};
use crate::store::report::{CustomerFilter, PromiseFilter};
use crate::web::pages::manager::Month;

/// What narrows the promises that are looked at.
#[derive(Debug, Clone)]
pub struct Scope {
    /// Under the agreement of this key.
    pub contract: Option<String>,
    /// At this severity.
    pub severity: Option<SeverityCode>,
    /// Of this clock.
    pub clock: Option<ClockKind>,
    /// To whom.
    pub customer: Option<Customer>,
    /// Of this team’s tickets.
    pub team: Option<TeamId>,
}

/// A customer’s id, or `unknown` for senders who belong to none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Customer(CustomerFilter);

impl<'de> Deserialize<'de> for Customer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        if word == "unknown" {
            return Ok(Self(CustomerFilter::Unknown));
        }
        let id = word.parse().map_err(|_| D::Error::custom("write a customer’s id, or unknown"))?;
        Ok(Self(CustomerFilter::Is(id)))
    }
}

impl Scope {
    /// The promises that ended in these ways, from one month to another, both included.
    #[must_use]
    pub fn filter(&self, outcomes: Vec<PromiseOutcome>, months: Option<(Month, Month)>) -> PromiseFilter {
        PromiseFilter {
            outcomes,
            clock: self.clock,
            severity: self.severity.clone(),
            contract_key: self.contract.clone(),
            customer: self.customer.map(|customer| customer.0).unwrap_or_default(),
            team: self.team,
            ended_from: months.map(|(first, _)| first.start()),
            ended_before: months.map(|(_, last)| last.end()),
            due_before: None,
            ..PromiseFilter::default()
        }
    }
}
