//! A contract's calendar: which band an instant is in, and service time counted forth and back.
//!
//! Everything is answered from tables of one year each, built when first asked for and kept. Instants are taken to the
//! microsecond. Tables reach from 1960 to 2150: outside, bands are still told, but no time counts.

mod business_days;
mod days;
mod england;
mod holidays;
mod ics;
mod office_hours;
mod walk;
mod year;

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, OnceLock},
};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta};
use chrono_tz::Tz;

pub use self::holidays::LAST_EXPLICIT_YEAR;
pub use self::office_hours::{OfficeHours, Span};
use self::{
    days::{DayTable, seconds_of},
    walk::offset_at,
    year::YearTable,
};
pub(crate) use self::{holidays::Holidays, ics::load as load_calendar_file};
use super::{Band, Coverage, Instant};

const SECONDS_A_DAY: i64 = 86_400;
const MICROS: i64 = 1_000_000;
pub(crate) const FIRST_YEAR: i32 = 1960;
const LAST_YEAR: i32 = 2150;

/// The kinds of time of one contract: zone, office hours and holidays. Cheap to clone; clones share their tables.
#[derive(Clone)]
pub struct Calendar(Arc<Inner>);

struct Inner {
    rules: Rules,
    years: Box<[OnceLock<YearTable>]>,
    days: Box<[OnceLock<DayTable>]>,
}

#[derive(Clone, Debug)]
struct Rules {
    time_zone: Tz,
    office_hours: OfficeHours,
    holidays: Holidays,
}

impl Calendar {
    pub(crate) fn new(time_zone: Tz, office_hours: OfficeHours, holidays: Holidays) -> Calendar {
        let years = || FIRST_YEAR..=LAST_YEAR;
        Calendar(Arc::new(Inner {
            rules: Rules { time_zone, office_hours, holidays },
            years: years().map(|_| OnceLock::new()).collect(),
            days: years().map(|_| OnceLock::new()).collect(),
        }))
    }

    /// The same calendar with these days proclaimed to be holidays beside those that the contract names, by local date
    /// with their names. Days proclaimed before are forgotten.
    #[must_use]
    pub fn with_proclaimed(&self, days: BTreeMap<NaiveDate, String>) -> Calendar {
        let Rules { time_zone, office_hours, mut holidays } = self.0.rules.clone();
        holidays.proclaim(days);
        Calendar::new(time_zone, office_hours, holidays)
    }

    /// The zone whose wall clock the contract reads.
    pub fn time_zone(&self) -> Tz {
        self.0.rules.time_zone
    }

    /// The office hours of the week, in local time.
    pub fn office_hours(&self) -> &OfficeHours {
        &self.0.rules.office_hours
    }

    /// The holiday's name, if this local date is one.
    pub fn holiday(&self, date: NaiveDate) -> Option<&str> {
        self.0.rules.holidays.name(date)
    }

    /// The days that are proclaimed to be holidays beside those that the contract names, with their names.
    pub fn proclaimed(&self) -> &BTreeMap<NaiveDate, String> {
        self.0.rules.holidays.proclaimed()
    }

    /// The last local date that is known to be a holiday, where every holiday was named with its year and more have to
    /// be named one day; none where rules go on without an end, or there are no holidays.
    pub fn holidays_end(&self) -> Option<NaiveDate> {
        self.0.rules.holidays.end()
    }

    pub(crate) fn holidays(&self) -> &Holidays {
        &self.0.rules.holidays
    }

    /// What the wall clock's date is at this instant.
    pub fn local_date(&self, at: Instant) -> NaiveDate {
        let second = at.timestamp();
        let local = second.checked_add(offset_at(self.time_zone(), second));
        local
            .and_then(|local| walk::date_of(local.div_euclid(SECONDS_A_DAY)))
            .unwrap_or_else(|| at.date_naive())
    }

    /// The band that the instant is in, by what the wall clock shows.
    pub fn band(&self, at: Instant) -> Band {
        let micros = at.timestamp_micros();
        match self.year(at.year()) {
            Some(table) => table.band(micros),
            None => self.band_beyond(at.timestamp()),
        }
    }

    /// Time in these bands in [from, to); zero if `to` is not after `from`.
    pub fn elapsed(&self, bands: Coverage, from: Instant, to: Instant) -> TimeDelta {
        let (Some((first, first_table, from)), Some((last, last_table, to))) =
            (self.clamp(from), self.clamp(to))
        else {
            return TimeDelta::zero();
        };
        if to <= from {
            return TimeDelta::zero();
        }
        let mut counted = last_table.counted_before(bands, to) - first_table.counted_before(bands, from);
        for year in first..last {
            counted += self.year(year).map_or(0, |table| table.total(bands));
        }
        TimeDelta::microseconds(counted)
    }

    /// The earliest instant at or after `from` by which `amount` of time in these bands has gone; `from` itself for
    /// zero or less.
    ///
    /// `None` if that never comes, or not before the tables end.
    pub fn advance(&self, bands: Coverage, from: Instant, amount: TimeDelta) -> Option<Instant> {
        if amount <= TimeDelta::zero() {
            return Some(from);
        }
        self.advance_micros(bands, from, amount.num_microseconds()?.max(1))
            .and_then(DateTime::from_timestamp_micros)
    }

    /// The earliest instant at or after `from` that is in one of these bands, if any comes before the tables end.
    pub fn next_in(&self, bands: Coverage, from: Instant) -> Option<Instant> {
        if bands.contains(self.band(from)) {
            return self.year(from.year()).map(|_| from);
        }
        // The first counted microsecond ends one after it begins.
        self.advance_micros(bands, from, 1).and_then(|micros| DateTime::from_timestamp_micros(micros - 1))
    }

    /// The next opening of office hours at or after `from`. Spans that touch, even over midnight, open once.
    pub fn next_opening(&self, from: Instant) -> Option<Instant> {
        let just_before = from.checked_sub_signed(TimeDelta::microseconds(1))?;
        if self.band(just_before) != Band::OfficeHours {
            return self.next_in(Coverage::OFFICE_HOURS, from);
        }
        let closed = [Band::BankHoliday, Band::Weekend, Band::OutOfHours].into_iter().collect();
        self.next_in(Coverage::OFFICE_HOURS, self.next_in(closed, from)?)
    }

    #[inline]
    fn advance_micros(&self, bands: Coverage, from: Instant, amount: i64) -> Option<i64> {
        let (mut year, mut table, from) = self.clamp(from)?;
        let mut wanted = table.counted_before(bands, from).checked_add(amount)?;
        loop {
            let total = table.total(bands);
            if wanted <= total {
                return table.reached(bands, wanted);
            }
            wanted -= total;
            year += 1;
            table = self.year(year)?;
        }
    }

    /// The year and the microsecond at which an instant stands in the tables. What lies before them stands at their
    /// beginning.
    #[inline]
    fn clamp(&self, at: Instant) -> Option<(i32, &YearTable, i64)> {
        let year = at.year();
        if year >= FIRST_YEAR {
            let (year, micros) = match year <= LAST_YEAR {
                true => (year, at.timestamp_micros()),
                false => (LAST_YEAR, seconds_of(LAST_YEAR)?.1 * MICROS - 1),
            };
            return Some((year, self.year(year)?, micros));
        }
        Some((FIRST_YEAR, self.year(FIRST_YEAR)?, seconds_of(FIRST_YEAR)?.0 * MICROS))
    }

    #[inline]
    fn year(&self, year: i32) -> Option<&YearTable> {
        let cell = self.0.years.get(usize::try_from(year.checked_sub(FIRST_YEAR)?).ok()?)?;
        if let Some(table) = cell.get() {
            return Some(table);
        }
        let (from, to) = seconds_of(year)?;
        Some(cell.get_or_init(|| YearTable::build(&self.0.rules, from, to)))
    }

    fn days(&self, year: i32) -> Option<&DayTable> {
        let cell = self.0.days.get(usize::try_from(year.checked_sub(FIRST_YEAR)?).ok()?)?;
        Some(cell.get_or_init(|| DayTable::build(&self.0.rules, year)))
    }

    /// The band where no table reaches, from the rules themselves.
    fn band_beyond(&self, second: i64) -> Band {
        let mut band = Band::OutOfHours;
        walk::walk(&self.0.rules, second, second + 1, |stretch| band = stretch.band);
        band
    }
}

impl fmt::Debug for Calendar {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.rules.fmt(formatter)
    }
}
