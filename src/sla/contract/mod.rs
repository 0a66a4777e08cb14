//! Contract files: an agreement as data, parsed into types that can't hold nonsense.

mod due_check;
mod faults;
mod read;
mod read_calendar;
mod read_classification;
mod read_severity;
pub(crate) mod reader;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    BusinessDayRule, Calendar, ClassificationRule, Escalation, HoldOver, Reclassify, ResponseMetBy, Severity,
    Share, terms::Terms,
};

pub use self::faults::{Fault, Faults};

/// An agreement: when it is served, what it promises, and what follows when a promise is broken.
#[derive(Clone, Debug)]
pub struct Contract {
    key: String,
    name: String,
    provider: String,
    calendar: Calendar,
    severities: Vec<Severity>,
    email_rank: usize,
    hold_over: HoldOver,
    reclassify: Reclassify,
    response_met_by: ResponseMetBy,
    business_day: BusinessDayRule,
    warn_at: Vec<Share>,
    escalation: Escalation,
    classification: Vec<ClassificationRule>,
    terms: Terms,
}

impl Contract {
    /// Reads a contract file. `files` gives the text of a calendar file (`.ics`) that the contract names: the engine
    /// reads none itself.
    ///
    /// # Errors
    /// Every fault of the file at once, each with its line and key. A file with any fault gives no contract.
    pub fn parse(source: &str, files: &dyn Fn(&str) -> Result<String, String>) -> Result<Contract, Faults> {
        read::contract(source, files)
    }

    /// The same agreement with these days proclaimed to be holidays beside those that it names, by local date with
    /// their names. Days proclaimed before are forgotten.
    #[must_use]
    pub fn with_proclaimed(&self, days: BTreeMap<NaiveDate, String>) -> Contract {
        Contract { calendar: self.calendar.with_proclaimed(days), ..self.clone() }
    }

    /// The stable name by which everything refers to the contract.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The agreement's name for people.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Who gives the promises.
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// Its kinds of time.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Its severities, the most severe first; at least one.
    pub fn severities(&self) -> &[Severity] {
        &self.severities
    }

    /// The severity of this code.
    pub fn severity(&self, code: &str) -> Option<&Severity> {
        self.severities.iter().find(|severity| severity.code().as_str() == code)
    }

    /// The severity at which email starts, whatever it says.
    #[allow(clippy::indexing_slicing, reason = "the reader has checked that the rank is one of the list's")]
    pub fn email_severity(&self) -> &Severity {
        &self.severities[self.email_rank]
    }

    /// When the clock starts of a ticket that arrives in an uncovered band.
    pub fn hold_over(&self) -> HoldOver {
        self.hold_over
    }

    /// From when a target counts that a change of severity brings.
    pub fn reclassify(&self) -> Reclassify {
        self.reclassify
    }

    /// What counts as a response.
    pub fn response_met_by(&self) -> ResponseMetBy {
        self.response_met_by
    }

    /// How targets of business days are counted.
    pub fn business_day(&self) -> BusinessDayRule {
        self.business_day
    }

    /// The shares of a target at which a near breach is warned of, ascending; each more than none and less than the
    /// whole.
    pub fn warn_at(&self) -> &[Share] {
        &self.warn_at
    }

    /// The chain that a page climbs.
    pub fn escalation(&self) -> &Escalation {
        &self.escalation
    }

    /// The rules that read a severity out of a report; the first that matches wins.
    pub fn classification(&self) -> &[ClassificationRule] {
        &self.classification
    }

    /// What the agreement says beside its clocks.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }
}
