//! Promises about availability.

use chrono::TimeDelta;

use super::PeriodUnit;
use crate::sla::{Share, contract::reader::Value, parse_length, words::words};

words! {
    /// How availability is reckoned out of a period's total (T), its scheduled downtime (M) and its other downtime (D).
    pub enum AvailabilityFormula {
        /// (T - D) / T.
        OfTotal = "of_total",
        /// (T - M - D) / (T - M): scheduled downtime is no part of the whole.
        OfTotalLessScheduled = "of_total_less_scheduled",
    }
}

/// How much of the time the service is promised to be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Availability {
    /// The share of the period, at least.
    pub target: Share,
    /// The period over which it is measured.
    pub measured_over: PeriodUnit,
    /// How it is reckoned.
    pub formula: AvailabilityFormula,
    /// About how much downtime that is, where the agreement says so.
    pub permitted_downtime: Option<TimeDelta>,
    /// Interruptions shorter than this are no downtime.
    pub ignores_shorter_than: Option<TimeDelta>,
    /// What is no downtime either.
    pub exclusions: Vec<String>,
    /// What measures it.
    pub monitored_by: Vec<String>,
}

impl Availability {
    pub(super) fn read(value: &Value<'_>) -> Option<Availability> {
        let table = value.table()?;
        let target = table.required("target", Value::parse);
        let measured_over = table.required("measured_over", |value| value.parse());
        let formula = table.required("formula", Value::parse);
        let permitted_downtime = table.optional("permitted_downtime", |value| value.parse_with(parse_length));
        let ignores_shorter_than =
            table.optional("ignores_shorter_than", |value| value.parse_with(parse_length));
        let exclusions = table.list("exclusions", Value::words);
        let monitored_by = table.list("monitored_by", Value::words);
        table.finish();
        let target: Share = target?;
        if target > Share::WHOLE {
            return table.fault_at("target", format!("{target} is more than all of the time"));
        }
        Some(Availability {
            target,
            measured_over: measured_over?,
            formula: formula?,
            permitted_downtime: permitted_downtime?,
            ignores_shorter_than: ignores_shorter_than?,
            exclusions: exclusions?,
            monitored_by: monitored_by?,
        })
    }

    /// The availability of a period, by the agreement's formula, rounded down to a thousandth of a percent; a period
    /// without time was available.
    pub fn of(&self, total: TimeDelta, scheduled: TimeDelta, downtime: TimeDelta) -> Share {
        let whole = match self.formula {
            AvailabilityFormula::OfTotal => total,
            AvailabilityFormula::OfTotalLessScheduled => total - scheduled,
        };
        Share::ratio(whole - downtime, whole)
    }
}
