//! Targets that are told in business days.

use chrono::{DateTime, Datelike, NaiveDate};

use super::{Calendar, FIRST_YEAR, days::DayTable};
use crate::sla::{BusinessDayRule, Coverage, Instant};

/// One business day: the table of its year, and its place in it.
#[derive(Clone, Copy)]
struct Day<'c> {
    year: i32,
    table: &'c DayTable,
    place: usize,
}

impl Calendar {
    /// Whether the local date has office hours and is no holiday.
    pub fn is_business_day(&self, date: NaiveDate) -> bool {
        self.business_day(date).is_some()
    }

    /// The close of the nth business day, or the hour of the start on it, as the rule says; `None` if it never comes.
    pub(crate) fn after_business_days(
        &self,
        rule: BusinessDayRule,
        start: Instant,
        count: u32,
    ) -> Option<Instant> {
        let first = self.next_in(Coverage::OFFICE_HOURS, start)?;
        let day = self.business_day(self.local_date(first))?;
        let gone = day.table.gone(day.place, first.timestamp_micros());
        let micros = match (rule, gone) {
            (BusinessDayRule::CloseOfBusiness, _) => self.later(day, count)?.close(),
            (BusinessDayRule::Rolling, 0) => self.later(day, count.saturating_sub(1))?.close(),
            (BusinessDayRule::Rolling, gone) => self.later(day, count)?.reached(gone),
        };
        micros.and_then(DateTime::from_timestamp_micros)
    }

    /// The last close of the first business day that first opens later than the event.
    pub(crate) fn next_business_day_close(&self, event: Instant) -> Option<Instant> {
        let micros = event.timestamp_micros();
        let date = self.local_date(event);
        let year = date.year().max(FIRST_YEAR);
        let table = self.days(year)?;
        let through = if date.year() < FIRST_YEAR { 0 } else { table.through(date) };
        let mut day = self.place(year, table, through.saturating_sub(1))?;
        while day.table.first_opening(day.place)? <= micros {
            day = self.later(day, 1)?;
        }
        day.close().and_then(DateTime::from_timestamp_micros)
    }

    fn business_day(&self, date: NaiveDate) -> Option<Day<'_>> {
        let table = self.days(date.year())?;
        let place = table.through(date).checked_sub(1)?;
        (table.date(place)? == date).then_some(Day { year: date.year(), table, place })
    }

    fn later<'c>(&'c self, day: Day<'c>, count: u32) -> Option<Day<'c>> {
        self.place(day.year, day.table, day.place.checked_add(count as usize)?)
    }

    /// The business day of this place, counted from the first one of the year and on into the years after it.
    fn place<'c>(&'c self, mut year: i32, mut table: &'c DayTable, mut place: usize) -> Option<Day<'c>> {
        while place >= table.len() {
            place -= table.len();
            year += 1;
            table = self.days(year)?;
        }
        Some(Day { year, table, place })
    }
}

impl Day<'_> {
    fn close(self) -> Option<i64> {
        self.table.last_close(self.place)
    }

    fn reached(self, amount: i64) -> Option<i64> {
        self.table.reached(self.place, amount)
    }
}
