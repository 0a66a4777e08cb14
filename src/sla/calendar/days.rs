//! Business days.

use chrono::{Datelike, NaiveDate};

use super::{MICROS, Rules, SECONDS_A_DAY, walk::walk};
use crate::sla::Band;

/// The business days of one local year: the dates with office hours that are no holidays.
#[derive(Debug)]
pub(super) struct DayTable {
    days: Box<[BusinessDay]>,
    /// By day of the year: how many business days there are up to it, itself included.
    through: Box<[u16]>,
    /// Stretches of office hours, sorted by date, then by time; in seconds of UTC.
    office: Box<[(i64, i64)]>,
}

#[derive(Clone, Copy, Debug)]
struct BusinessDay {
    date: NaiveDate,
    /// The day's first stretch in the table, and the one after its last.
    first: u32,
    end: u32,
}

impl DayTable {
    /// Finds the business days of the local year. A date whose hours all fall into a skipped hour, or that never was,
    /// is none.
    pub fn build(rules: &Rules, year: i32) -> DayTable {
        let mut pieces: Vec<(NaiveDate, i64, i64)> = Vec::with_capacity(370);
        if let Some((from, to)) = seconds_of(year) {
            // No zone is further from UTC than a day and a bit; the neighbours' dates are dropped below.
            walk(rules, from - 2 * SECONDS_A_DAY, to + 2 * SECONDS_A_DAY, |stretch| {
                if stretch.band == Band::OfficeHours && stretch.date.year() == year {
                    pieces.push((stretch.date, stretch.from, stretch.to));
                }
            });
        }
        // Where the clocks go back over midnight, two dates' stretches interleave.
        pieces.sort_unstable();
        DayTable::index(&pieces)
    }

    fn index(pieces: &[(NaiveDate, i64, i64)]) -> DayTable {
        let mut days: Vec<BusinessDay> = Vec::with_capacity(264);
        let mut through = vec![0_u16; 366];
        for (place, (date, _, _)) in (0_u32..).zip(pieces) {
            match days.last_mut() {
                Some(day) if day.date == *date => day.end = place + 1,
                _ => days.push(BusinessDay { date: *date, first: place, end: place + 1 }),
            }
        }
        for day in &days {
            through.iter_mut().skip(day.date.ordinal0() as usize).for_each(|count| *count += 1);
        }
        let office = pieces.iter().map(|(_, from, to)| (*from, *to)).collect();
        DayTable { days: days.into_boxed_slice(), through: through.into_boxed_slice(), office }
    }

    /// How many business days the year has.
    pub fn len(&self) -> usize {
        self.days.len()
    }

    /// How many business days the year has up to this date of it, itself included.
    pub fn through(&self, date: NaiveDate) -> usize {
        self.through.get(date.ordinal0() as usize).copied().unwrap_or_default().into()
    }

    /// The date of the year's business day of this place, from 0.
    pub fn date(&self, place: usize) -> Option<NaiveDate> {
        self.days.get(place).map(|day| day.date)
    }

    /// When the year's business day of this place first opens, in microseconds since 1970.
    pub fn first_opening(&self, place: usize) -> Option<i64> {
        self.office_of(place).first().map(|(from, _)| from * MICROS)
    }

    /// When it closes for the last time.
    pub fn last_close(&self, place: usize) -> Option<i64> {
        self.office_of(place).last().map(|(_, to)| to * MICROS)
    }

    /// How many microseconds of its office time have gone before an instant.
    pub fn gone(&self, place: usize, micros: i64) -> i64 {
        let stretches = self.office_of(place).iter();
        stretches.map(|(from, to)| (micros.min(to * MICROS) - from * MICROS).max(0)).sum()
    }

    /// The earliest instant by which so much (more than nothing) of its office time has gone, or its last close if it
    /// has less.
    pub fn reached(&self, place: usize, mut amount: i64) -> Option<i64> {
        for (from, to) in self.office_of(place) {
            let length = (to - from) * MICROS;
            if amount <= length {
                return Some(from * MICROS + amount);
            }
            amount -= length;
        }
        self.last_close(place)
    }

    fn office_of(&self, place: usize) -> &[(i64, i64)] {
        let day = self.days.get(place);
        day.and_then(|day| self.office.get(day.first as usize..day.end as usize)).unwrap_or_default()
    }
}

/// The first second of a year of UTC, and of the next.
pub(super) fn seconds_of(year: i32) -> Option<(i64, i64)> {
    let start = |year| Some(NaiveDate::from_ymd_opt(year, 1, 1)?.and_hms_opt(0, 0, 0)?.and_utc().timestamp());
    Some((start(year)?, start(year + 1)?))
}
