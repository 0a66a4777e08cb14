//! How tickets are spread over the hours, the weekdays, and the time that customers waited.

use chrono::{Datelike, TimeDelta, Timelike};
use chrono_tz::Tz;

use super::BoardQuery;
use super::subject::Subject;
use crate::domain::{TicketId, Viewer};
use crate::sla::{Instant, SeverityCode};
use crate::store::report::{CustomerFilter, PromiseFilter};
use crate::store::ticket::TicketFilter;
use crate::store::{self, Connection};
use crate::web::error::WebError;

/// What tickets are spread over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// The hour of the day at which they came.
    Hours,
    /// The day of the week on which they came.
    Weekdays,
    /// The time until their first response.
    Answers,
}

/// The classes of the time until the first response: minutes at most, name.
const WAITS: [(i64, &str); 7] = [
    (15, "within 15 min"),
    (60, "within 1 h"),
    (4 * 60, "within 4 h"),
    (8 * 60, "within 8 h"),
    (24 * 60, "within 1 day"),
    (3 * 24 * 60, "within 3 days"),
    (i64::MAX, "later"),
];

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

impl Spread {
    pub const ALL: [Self; 3] = [Self::Hours, Self::Weekdays, Self::Answers];

    /// Its word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Weekdays => "weekdays",
            Self::Answers => "answers",
        }
    }

    /// The spread of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|spread| spread.word() == word)
    }

    /// Its classes, in order.
    pub fn labels(self) -> Vec<String> {
        match self {
            Self::Hours => (0..24).map(|hour| format!("{hour:02}:00")).collect(),
            Self::Weekdays => WEEKDAYS.map(str::to_owned).to_vec(),
            Self::Answers => {
                WAITS.iter().map(|(_, name)| (*name).to_owned()).chain(["not yet".to_owned()]).collect()
            }
        }
    }

    /// How many tickets are in each class of each of these spreads, in their order.
    ///
    /// # Errors
    /// Where the database can't be read.
    pub fn count(c: &mut Connection, scope: &Scope, spreads: &[Self]) -> Result<Vec<Vec<i64>>, WebError> {
        let mut counts: Vec<Vec<i64>> = spreads.iter().map(|spread| vec![0; spread.labels().len()]).collect();
        let mut add = |is_meant: fn(Self) -> bool, class: &dyn Fn(Self) -> usize| {
            for (spread, classes) in spreads.iter().zip(&mut counts).filter(|(spread, _)| is_meant(**spread))
            {
                if let Some(count) = classes.get_mut(class(*spread)) {
                    *count += 1;
                }
            }
        };
        if spreads.iter().any(|spread| spread.is_of_answers()) {
            scope.each_answer(c, |_, wait| add(Self::is_of_answers, &|_| class_of(wait)))?;
        }
        if spreads.iter().any(|spread| spread.is_of_arrivals()) {
            let filter = scope.arrived();
            store::ticket::each_arrival(c, scope.viewer, &filter, |at| {
                add(Self::is_of_arrivals, &|spread| spread.place(at, scope.zone));
            })?;
        }
        Ok(counts)
    }

    /// Tells each ticket with the place of its class.
    ///
    /// # Errors
    /// Where the database can't be read.
    pub fn each_ticket(
        self,
        c: &mut Connection,
        scope: &Scope,
        mut tell: impl FnMut(TicketId, usize),
    ) -> Result<(), WebError> {
        if self.is_of_answers() {
            return scope.each_answer(c, |ticket, wait| tell(ticket, class_of(wait)));
        }
        let filter = scope.arrived();
        let place = |at| self.place(at, scope.zone);
        Ok(store::ticket::each_arrived(c, scope.viewer, &filter, |ticket, at| tell(ticket, place(at)))?)
    }

    fn is_of_answers(self) -> bool {
        self == Self::Answers
    }

    fn is_of_arrivals(self) -> bool {
        self != Self::Answers
    }

    /// The place of an instant among the hours, or else among the weekdays, by the clock of a zone.
    fn place(self, at: Instant, zone: Tz) -> usize {
        let local = at.with_timezone(&zone);
        let place = match self {
            Self::Weekdays => local.weekday().num_days_from_monday(),
            Self::Hours | Self::Answers => local.hour(),
        };
        usize::try_from(place).unwrap_or(0)
    }
}

/// The class of a wait; the last one for who still waits.
fn class_of(wait: Option<TimeDelta>) -> usize {
    let Some(wait) = wait else { return WAITS.len() };
    WAITS.iter().position(|(minutes, _)| wait.num_seconds() <= minutes.saturating_mul(60)).unwrap_or(0)
}

/// Who looks at which tickets, when, and by the clock of which zone.
pub struct Scope {
    pub viewer: Viewer,
    pub query: BoardQuery,
    pub now: Instant,
    pub zone: Tz,
}

impl Scope {
    fn each_answer(
        &self,
        c: &mut Connection,
        tell: impl FnMut(TicketId, Option<TimeDelta>),
    ) -> Result<(), WebError> {
        let filter = Subject::Counted.filter(&self.query, self.now);
        Ok(store::report::each_answer_time(c, &filter, tell)?)
    }

    fn arrived(&self) -> TicketFilter {
        let PromiseFilter { severity, contract_key, customer, team, is_without_team, .. } =
            self.query.filter();
        let (from, before) = self.query.period().span(self.now);
        TicketFilter {
            severities: severity.into_iter().collect::<Vec<SeverityCode>>(),
            organization: match customer {
                CustomerFilter::Is(id) => Some(id),
                CustomerFilter::Any | CustomerFilter::Unknown => None,
            },
            is_without_organization: customer == CustomerFilter::Unknown,
            team,
            is_without_team,
            contract_key,
            created_from: Some(from),
            created_before: Some(before),
            ..TicketFilter::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_of_the_class_that_it_does_not_exceed() {
        for (wait, label) in [
            (Some(0), "within 15 min"),
            (Some(15 * 60), "within 15 min"),
            (Some(15 * 60 + 1), "within 1 h"),
            (Some(24 * 3600), "within 1 day"),
            (Some(90 * 24 * 3600), "later"),
            (None, "not yet"),
        ] {
            let labels = Spread::Answers.labels();
            assert_eq!(labels[class_of(wait.map(TimeDelta::seconds))], label, "{wait:?}");
        }
    }
}
