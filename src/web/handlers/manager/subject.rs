//! Which promises a list holds: those kept, those broken, those at risk.

use chrono::TimeDelta;

use super::BoardQuery;
use crate::domain::PromiseOutcome;
use crate::sla::Instant;
use crate::store::report::PromiseFilter;

/// The hours within which a promise is at risk, as the board shows them.
pub const RISK_HOURS: [u32; 3] = [2, 8, 24];

/// What a list is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Promises that were kept or broken.
    Counted,
    /// Promises that were kept.
    Kept,
    /// Promises that were broken.
    Broken,
    /// Promises that were broken, and excused.
    Excused,
    /// First responses and resolutions that were missed, and have not come yet.
    Owed,
    /// Promises that fell away.
    Stopped,
    /// Open promises that are due within so many hours, or overdue by now.
    AtRisk(u32),
}

impl Subject {
    /// The subject of a word in an address; that of the board for any other.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word {
            "kept" => Self::Kept,
            "broken" => Self::Broken,
            "excused" => Self::Excused,
            "owed" => Self::Owed,
            "stopped" => Self::Stopped,
            other => other
                .strip_prefix("risk-")
                .and_then(|hours| hours.parse().ok())
                .filter(|hours| (1..=24 * 365).contains(hours))
                .map_or(Self::Counted, Self::AtRisk),
        }
    }

    /// Its word in addresses.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Counted => "counted".to_owned(),
            Self::Kept => "kept".to_owned(),
            Self::Broken => "broken".to_owned(),
            Self::Excused => "excused".to_owned(),
            Self::Owed => "owed".to_owned(),
            Self::Stopped => "stopped".to_owned(),
            Self::AtRisk(hours) => format!("risk-{hours}"),
        }
    }

    /// The heading of its list.
    #[must_use]
    pub fn title(self) -> String {
        match self {
            Self::Counted => "Promises kept and broken".to_owned(),
            Self::Kept => "Promises kept".to_owned(),
            Self::Broken => "Breaches".to_owned(),
            Self::Excused => "Excused breaches".to_owned(),
            Self::Owed => "Missed, and still owed".to_owned(),
            Self::Stopped => "Promises that fell away".to_owned(),
            Self::AtRisk(1) => "Open promises due within an hour".to_owned(),
            Self::AtRisk(hours) => format!("Open promises due within {hours} hours"),
        }
    }

    /// Whether the promises are open ones, to which no period applies.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::AtRisk(_))
    }

    /// The promises of this subject that the query keeps.
    #[must_use]
    pub fn filter(self, query: &BoardQuery, now: Instant) -> PromiseFilter {
        let outcomes = match self {
            Self::Counted => vec![PromiseOutcome::Kept, PromiseOutcome::Broken],
            Self::Kept => vec![PromiseOutcome::Kept],
            Self::Broken | Self::Excused | Self::Owed => vec![PromiseOutcome::Broken],
            Self::Stopped => vec![PromiseOutcome::Stopped],
            Self::AtRisk(_) => vec![PromiseOutcome::Running],
        };
        let is_excused = (self == Self::Excused).then_some(true);
        let filter = PromiseFilter { outcomes, is_excused, is_owed: self == Self::Owed, ..query.filter() };
        match self {
            Self::AtRisk(hours) => {
                PromiseFilter { due_before: Some(now + TimeDelta::hours(i64::from(hours))), ..filter }
            }
            _ => {
                let (from, before) = query.period().span(now);
                PromiseFilter { ended_from: Some(from), ended_before: Some(before), ..filter }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Subject;

    #[test]
    fn a_subject_is_its_word() {
        for subject in [
            Subject::Counted,
            Subject::Kept,
            Subject::Broken,
            Subject::Excused,
            Subject::Owed,
            Subject::Stopped,
            Subject::AtRisk(8),
        ] {
            assert_eq!(Subject::parse(&subject.word()), subject);
        }
        for other in ["", "risk-0", "risk--1", "risk-99999999", "risk-x", "all"] {
            assert_eq!(Subject::parse(other), Subject::Counted, "{other}");
        }
    }
}
