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

    /// Every ticket of the query with the place of its class.
    ///
    /// # Errors
    /// Where the database can't be read.
    pub fn read(
        self,
        c: &mut Connection,
        viewer: Viewer,
        query: &BoardQuery,
        now: Instant,
        zone: Tz,
    ) -> Result<Vec<(TicketId, usize)>, WebError> {
        if self == Self::Answers {
            let waits = store::report::answer_times(c, &Subject::Counted.filter(query, now))?;
            return Ok(waits.into_iter().map(|(ticket, wait)| (ticket, class_of(wait))).collect());
        }
        let place = |at: Instant| {
            let local = at.with_timezone(&zone);
            match self {
                Self::Weekdays => local.weekday().num_days_from_monday(),
                _ => local.hour(),
            }
        };
        let arrivals = store::ticket::arrivals(c, viewer, &arrived(query, now))?;
        let placed = arrivals.into_iter().map(|(id, at)| (id, usize::try_from(place(at)).unwrap_or(0)));
        let Some(wanted) = unknown_or_teamless(query) else { return Ok(placed.collect()) };
        // The list of tickets knows no filter for those who belong to nobody: they are told apart here.
        let mut kept = Vec::new();
        for (id, place) in placed {
            if store::ticket::find(c, viewer, id)?.is_some_and(|ticket| wanted(&ticket)) {
                kept.push((id, place));
            }
        }
        Ok(kept)
    }
}

/// The class of a wait; the last one for who still waits.
fn class_of(wait: Option<TimeDelta>) -> usize {
    let Some(wait) = wait else { return WAITS.len() };
    WAITS.iter().position(|(minutes, _)| wait.num_seconds() <= minutes.saturating_mul(60)).unwrap_or(0)
}

fn arrived(query: &BoardQuery, now: Instant) -> TicketFilter {
    let PromiseFilter { severity, contract_key, customer, team, .. } = query.filter();
    let (from, before) = query.period().span(now);
    TicketFilter {
        severities: severity.into_iter().collect::<Vec<SeverityCode>>(),
        organization: match customer {
            CustomerFilter::Is(id) => Some(id),
            CustomerFilter::Any | CustomerFilter::Unknown => None,
        },
        team,
        contract_key,
        created_from: Some(from),
        created_before: Some(before),
        ..TicketFilter::default()
    }
}

type Wanted = fn(&crate::domain::Ticket) -> bool;

fn unknown_or_teamless(query: &BoardQuery) -> Option<Wanted> {
    let filter = query.filter();
    match (filter.customer == CustomerFilter::Unknown, filter.is_without_team) {
        (false, false) => None,
        (true, false) => Some(|ticket| ticket.organization_id.is_none()),
        (false, true) => Some(|ticket| ticket.team_id.is_none()),
        (true, true) => Some(|ticket| ticket.organization_id.is_none() && ticket.team_id.is_none()),
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
