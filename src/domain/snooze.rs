//! Putting a ticket away until later. Its clocks run on: a promise never sleeps.

use chrono::{NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::{PersonId, TicketId};
use crate::sla::{Band, Calendar, Instant};

/// The longest that a ticket can be put away.
pub const LONGEST_SNOOZE: TimeDelta = TimeDelta::days(365);
/// When an afternoon begins, by the agreement's wall clock.
const AFTERNOON: NaiveTime = match NaiveTime::from_hms_opt(14, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// Whether a ticket is put away, as its place in the queue keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rest {
    /// It is not.
    #[default]
    Awake,
    /// Until then, unless something calls it back sooner.
    Until(Instant),
    /// It was, and nobody of the provider has done anything to it since it came back.
    Back,
}

/// What brought a ticket back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WakeCause {
    /// The time was over.
    Time,
    /// One of its promises is nearly due, or was missed, or calls somebody.
    Promise,
    /// The customer wrote, or escalated it.
    Customer,
    /// Its severity was raised.
    Raised,
    /// Somebody was mentioned in a note.
    Mentioned,
    /// Somebody brought it back.
    Person,
    /// It was resolved or closed.
    Finished,
}

impl WakeCause {
    /// Every cause.
    pub const ALL: [Self; 7] = [
        Self::Time,
        Self::Promise,
        Self::Customer,
        Self::Raised,
        Self::Mentioned,
        Self::Person,
        Self::Finished,
    ];
}

/// How a ticket was put away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snooze {
    /// The ticket.
    pub ticket_id: TicketId,
    /// Who put it away.
    pub person_id: PersonId,
    /// Until when at the latest.
    pub until: Instant,
    /// Why.
    pub reason: String,
    /// When it was put away.
    pub snoozed_at: Instant,
    /// When it came back, and why.
    pub woken: Option<(Instant, WakeCause)>,
}

/// A time that is chosen by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SnoozeChoice {
    /// In an hour.
    Hour,
    /// This afternoon, by the agreement's wall clock; only on a morning with office hours in the afternoon.
    Afternoon,
    /// At the next opening of the agreement's office hours.
    Opening,
    /// At the opening of the agreement's first business day after that one.
    NextOpening,
}

impl SnoozeChoice {
    /// Every choice, the soonest first.
    pub const ALL: [Self; 4] = [Self::Hour, Self::Afternoon, Self::Opening, Self::NextOpening];

    /// The word in forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Afternoon => "afternoon",
            Self::Opening => "opening",
            Self::NextOpening => "next_opening",
        }
    }

    /// When that is; none where there is no such time.
    #[must_use]
    pub fn instant(self, calendar: &Calendar, now: Instant) -> Option<Instant> {
        match self {
            Self::Hour => Some(now + TimeDelta::hours(1)),
            Self::Afternoon => {
                let date = calendar.local_date(now);
                let at =
                    date.and_time(AFTERNOON).and_local_timezone(calendar.time_zone()).earliest()?.to_utc();
                (at > now && calendar.band(at) == Band::OfficeHours).then_some(at)
            }
            Self::Opening => first_opening_of_a_day(calendar, now),
            Self::NextOpening => first_opening_of_a_day(calendar, first_opening_of_a_day(calendar, now)?),
        }
    }
}

/// Until when a ticket shall be put away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnoozeUntil {
    /// By a name, looked up in the agreement's calendar.
    Choice(SnoozeChoice),
    /// This instant.
    At(Instant),
}

impl std::str::FromStr for SnoozeChoice {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|choice| choice.as_str() == word);
        found.ok_or_else(|| "there is no such time".to_owned())
    }
}

/// The first opening of a day after an instant; one after a break at noon is none.
fn first_opening_of_a_day(calendar: &Calendar, after: Instant) -> Option<Instant> {
    let mut from = after;
    loop {
        let opening = calendar.next_opening(from + TimeDelta::microseconds(1))?;
        let midnight = calendar.local_date(opening).and_time(NaiveTime::MIN);
        let midnight = midnight.and_local_timezone(calendar.time_zone()).earliest()?.to_utc();
        if calendar.next_opening(midnight) == Some(opening) {
            return Some(opening);
        }
        from = opening;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sla::{Contract, shipped};

    #[test]
    fn times_are_chosen_by_the_agreements_calendar() {
        let (_, source) = shipped().iter().find(|(key, _)| *key == "dms").unwrap();
        let dms = Contract::parse(source, &|_| Err("it names no file".to_owned())).unwrap();
        for (now, afternoon, opening, next) in [
            // A Monday morning at work; before it opens; in the afternoon; a Friday before a weekend; before Christmas.
            (
                "2026-11-23T10:00:00Z",
                Some("2026-11-23T14:00:00Z"),
                "2026-11-24T09:00:00Z",
                "2026-11-25T09:00:00Z",
            ),
            (
                "2026-11-23T07:00:00Z",
                Some("2026-11-23T14:00:00Z"),
                "2026-11-23T09:00:00Z",
                "2026-11-24T09:00:00Z",
            ),
            ("2026-11-23T15:00:00Z", None, "2026-11-24T09:00:00Z", "2026-11-25T09:00:00Z"),
            ("2026-11-27T16:00:00Z", None, "2026-11-30T09:00:00Z", "2026-12-01T09:00:00Z"),
            ("2026-12-24T18:00:00Z", None, "2026-12-29T09:00:00Z", "2026-12-30T09:00:00Z"),
            ("2026-11-21T08:00:00Z", None, "2026-11-23T09:00:00Z", "2026-11-24T09:00:00Z"),
        ] {
            let now: Instant = now.parse().unwrap();
            let at = |text: &str| text.parse::<Instant>().unwrap();
            let found = SnoozeChoice::ALL.map(|choice| choice.instant(dms.calendar(), now));
            let wanted =
                [Some(now + TimeDelta::hours(1)), afternoon.map(at), Some(at(opening)), Some(at(next))];
            assert_eq!(found, wanted, "{now}");
        }
    }
}
