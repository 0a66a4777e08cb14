//! A model of a contract that is too simple to be wrong: every minute of some weeks with its local date and band,
//! looked at one by one. It shares no code with the engine but the time zone database.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use punctual::sla::{Band, Instant};

pub const MINUTE: i64 = 60_000_000;

/// A promise as a contract words it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wording {
    Minutes(i64),
    BusinessDays(u32),
    NextBusinessDay,
    Nothing,
}

/// One contract with one severity, and the weeks in which it is looked at.
#[derive(Clone, Debug)]
pub struct Terms {
    pub zone: Tz,
    /// By weekday from Monday; minutes after midnight.
    pub hours: Vec<Vec<(u32, u32)>>,
    pub yearly: Vec<(u32, u32)>,
    pub dates: Vec<NaiveDate>,
    pub covers: Vec<Band>,
    /// In the order of [`Band::ALL`].
    pub targets: Vec<Wording>,
    pub close_of_business: bool,
    pub next_covered: bool,
}

impl Terms {
    /// The same contract as a file.
    pub fn file(&self) -> String {
        let time = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
        let mut hours = String::new();
        for (day, spans) in ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().zip(&self.hours) {
            let spans: Vec<String> =
                spans.iter().map(|(open, close)| format!("\"{}-{}\"", time(*open), time(*close))).collect();
            hours += &format!("{day} = [{}]\n", spans.join(", "));
        }
        let yearly = self.yearly.iter().map(|(month, day)| format!("\"{month:02}-{day:02}\""));
        let holidays: Vec<String> =
            yearly.chain(self.dates.iter().map(|date| format!("\"{date}\""))).collect();
        let covers: Vec<String> = self.covers.iter().map(|band| format!("\"{band}\"")).collect();
        let targets: Vec<String> = Band::ALL
            .iter()
            .zip(&self.targets)
            .map(|(band, target)| match target {
                Wording::Minutes(minutes) => format!("{band} = \"{minutes}m\""),
                Wording::BusinessDays(days) => format!("{band} = \"{days} business days\""),
                Wording::NextBusinessDay => format!("{band} = \"next business day\""),
                Wording::Nothing => format!("{band} = \"none\""),
            })
            .collect();
        format!(
            "schema = 1\nkey = \"model\"\nname = \"Model\"\nhold_over = \"{}\"\n[calendar]\ntime_zone = \"{}\"\n\
             business_day = \"{}\"\nholidays = [{}]\n[calendar.office_hours]\n{hours}[[severity]]\ncode = \"S\"\n\
             covers = [{}]\nrespond = {{ {} }}\n",
            if self.next_covered { "next_covered" } else { "next_working_day" },
            self.zone.name(),
            if self.close_of_business { "close_of_business" } else { "rolling" },
            holidays.join(", "),
            covers.join(", "),
            targets.join(", "),
        )
    }

    fn band(&self, at: DateTime<Tz>) -> Band {
        let date = at.date_naive();
        if self.dates.contains(&date) || self.yearly.contains(&(date.month(), date.day())) {
            return Band::BankHoliday;
        }
        let spans = &self.hours[at.weekday().num_days_from_monday() as usize];
        if spans.is_empty() {
            return Band::Weekend;
        }
        let minute = at.hour() * 60 + at.minute();
        match spans.iter().any(|(open, close)| *open <= minute && minute < *close) {
            true => Band::OfficeHours,
            false => Band::OutOfHours,
        }
    }
}

/// Some weeks of a contract, minute by minute.
pub struct Weeks {
    terms: Terms,
    /// The first minute's begin, in microseconds.
    start: i64,
    minutes: Vec<(NaiveDate, Band)>,
    /// Every date with office minutes, and the begin of each of these.
    business_days: BTreeMap<NaiveDate, Vec<i64>>,
}

/// What the model promises; `None` for what lies beyond its weeks.
#[derive(Debug)]
pub struct Answer {
    pub band: Band,
    pub held_over: bool,
    pub start: Option<i64>,
    pub due: Option<i64>,
}

impl Weeks {
    /// Lays out so many days from a whole minute on.
    pub fn lay_out(terms: &Terms, start: Instant, days: i64) -> Weeks {
        let minutes = (0..days * 24 * 60)
            .map(|minute| {
                let local = terms.zone.from_utc_datetime(&(start + TimeDelta::minutes(minute)).naive_utc());
                (local.date_naive(), terms.band(local))
            })
            .collect();
        let start = start.timestamp_micros();
        let mut weeks = Weeks { terms: terms.clone(), start, minutes, business_days: BTreeMap::new() };
        for minute in 0..weeks.minutes.len() {
            let ((date, band), begin) = (weeks.minutes[minute], weeks.begin(minute));
            if band == Band::OfficeHours {
                weeks.business_days.entry(date).or_default().push(begin);
            }
        }
        weeks
    }

    pub fn end(&self) -> i64 {
        self.begin(self.minutes.len())
    }

    fn begin(&self, minute: usize) -> i64 {
        self.start + minute as i64 * MINUTE
    }

    fn minute(&self, at: i64) -> usize {
        ((at - self.start) / MINUTE) as usize
    }

    pub fn band(&self, at: i64) -> Band {
        self.minutes[self.minute(at)].1
    }

    /// Microseconds of these bands in [from, to).
    pub fn elapsed(&self, bands: &[Band], from: i64, to: i64) -> i64 {
        let mut sum = 0;
        for minute in self.minute(from)..self.minutes.len() {
            if self.begin(minute) >= to {
                break;
            }
            if bands.contains(&self.minutes[minute].1) {
                sum += (self.begin(minute + 1).min(to) - self.begin(minute).max(from)).max(0);
            }
        }
        sum
    }

    /// When so much time of these bands has gone.
    pub fn advance(&self, bands: &[Band], from: i64, amount: i64) -> Option<i64> {
        let mut left = amount;
        for minute in self.minute(from)..self.minutes.len() {
            if !bands.contains(&self.minutes[minute].1) {
                continue;
            }
            let begin = self.begin(minute).max(from);
            let length = self.begin(minute + 1) - begin;
            if left <= length {
                return Some(begin + left);
            }
            left -= length;
        }
        None
    }

    fn next_in(&self, bands: &[Band], from: i64) -> Option<i64> {
        if bands.contains(&self.band(from)) {
            return Some(from);
        }
        let later =
            (self.minute(from)..self.minutes.len()).find(|minute| bands.contains(&self.minutes[*minute].1));
        later.map(|minute| self.begin(minute))
    }

    pub fn promise(&self, at: i64) -> Answer {
        let (terms, band) = (&self.terms, self.band(at));
        let held_over = !terms.covers.is_empty() && !terms.covers.contains(&band);
        let by_office = !terms.next_covered && terms.covers.contains(&Band::OfficeHours);
        let start = match (terms.covers.is_empty(), held_over, by_office) {
            (true, ..) => None,
            (_, false, _) => Some(at),
            (_, true, true) => self.next_in(&[Band::OfficeHours], at),
            (_, true, false) => self.next_in(&terms.covers, at),
        };
        let target = terms.targets[Band::ALL.iter().position(|one| *one == band).unwrap()];
        let due = match target {
            Wording::Nothing => None,
            Wording::Minutes(minutes) => {
                start.and_then(|start| self.advance(&terms.covers, start, minutes * MINUTE))
            }
            Wording::BusinessDays(days) => {
                start.and_then(|start| self.after_business_days(start, days as usize))
            }
            Wording::NextBusinessDay => {
                let next =
                    self.business_days.values().find(|minutes| minutes[0] > at && !terms.covers.is_empty());
                next.map(|minutes| minutes.last().unwrap() + MINUTE)
            }
        };
        // What is near the end may be cut off by it.
        let sure = |at: &i64| *at < self.end() - 3 * 24 * 60 * MINUTE;
        Answer { band, held_over, start: start.filter(sure), due: due.filter(sure) }
    }

    fn after_business_days(&self, start: i64, count: usize) -> Option<i64> {
        let days = &self.business_days;
        let first = self.next_in(&[Band::OfficeHours], start)?;
        let today = self.minutes[self.minute(first)].0;
        let gone: i64 = days[&today].iter().map(|minute| (first.min(minute + MINUTE) - minute).max(0)).sum();
        let following: Vec<&Vec<i64>> = days.range(today..).map(|(_, minutes)| minutes).collect();
        let close =
            |day: usize| following.get(day).and_then(|minutes| minutes.last()).map(|last| last + MINUTE);
        if self.terms.close_of_business {
            return close(count);
        }
        if gone == 0 {
            return close(count - 1);
        }
        let mut left = gone;
        for minute in *following.get(count)? {
            if left <= MINUTE {
                return Some(minute + left);
            }
            left -= MINUTE;
        }
        close(count)
    }
}

/// An instant from microseconds.
pub fn instant(micros: i64) -> Instant {
    DateTime::<Utc>::from_timestamp_micros(micros).unwrap()
}
