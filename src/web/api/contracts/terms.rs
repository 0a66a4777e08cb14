//! What the engine makes of a contract file: hours, coverage, and each target with the kind of time that it is for.

use std::collections::BTreeMap;

use chrono::Weekday;
use serde::Serialize;
use utoipa::ToSchema;

use crate::sla::{
    Band, BusinessDayRule, ClockKind, Contract, HoldOver, Reclassify, ResponseMetBy, Severity, SeverityCode,
};

/// An agreement as the engine reads it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TermsView {
    /// The stable key.
    pub key: String,
    /// The agreement’s name.
    pub name: String,
    /// Who gives the promises.
    pub provider: String,
    /// The zone whose wall clock counts, an IANA name.
    pub time_zone: String,
    /// Office hours by weekday (`mon` to `sun`), in that zone: `09:00-17:30`.
    pub office_hours: BTreeMap<String, Vec<String>>,
    /// When the clock starts of a ticket that arrives at an uncovered time.
    pub hold_over: HoldOver,
    /// From when a target counts that a change of severity brings.
    pub reclassify: Reclassify,
    /// What counts as the first response.
    pub response_met_by: ResponseMetBy,
    /// How targets of business days are counted.
    pub business_day: BusinessDayRule,
    /// The severity at which email starts.
    pub email_severity: SeverityCode,
    /// The severities, the most severe first.
    pub severities: Vec<SeverityTerms>,
}

/// One severity.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeverityTerms {
    /// The code.
    pub code: SeverityCode,
    /// The name.
    pub name: String,
    /// What a fault of this severity is like.
    pub description: String,
    /// The kinds of time in which it is served; none where it lies outside the agreement.
    pub covers: Vec<Band>,
    /// The target of each clock (`respond`, `update`, `resolve`), by the kind of time in which its starting event lies.
    pub targets: BTreeMap<String, BTreeMap<String, String>>,
}

impl TermsView {
    /// Reads a contract.
    #[must_use]
    pub fn of(contract: &Contract) -> Self {
        Self {
            key: contract.key().to_owned(),
            name: contract.name().to_owned(),
            provider: contract.provider().to_owned(),
            time_zone: contract.calendar().time_zone().name().to_owned(),
            office_hours: office_hours(contract),
            hold_over: contract.hold_over(),
            reclassify: contract.reclassify(),
            response_met_by: contract.response_met_by(),
            business_day: contract.business_day(),
            email_severity: contract.email_severity().code().clone(),
            severities: contract.severities().iter().map(SeverityTerms::of).collect(),
        }
    }
}

fn office_hours(contract: &Contract) -> BTreeMap<String, Vec<String>> {
    let days =
        [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
    let hours = contract.calendar().office_hours();
    let spans = |day| hours.on(day).iter().map(ToString::to_string).collect();
    days.into_iter().map(|day| (day.to_string().to_lowercase(), spans(day))).collect()
}

impl SeverityTerms {
    fn of(severity: &Severity) -> Self {
        let by_band = |clock: ClockKind| -> BTreeMap<String, String> {
            let line = |band: &Band| (band.to_string(), severity.target(clock, *band).to_string());
            Band::ALL.iter().map(line).collect()
        };
        Self {
            code: severity.code().clone(),
            name: severity.name().to_owned(),
            description: severity.description().to_owned(),
            covers: severity.covers().iter().collect(),
            targets: ClockKind::ALL.iter().map(|clock| (clock.to_string(), by_band(*clock))).collect(),
        }
    }
}
