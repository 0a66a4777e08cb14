//! Holidays.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::england;

/// The last year whose days a contract may name one by one: ten years before calendars end, so that what comes due
/// after can be seen.
pub const LAST_EXPLICIT_YEAR: i32 = super::LAST_YEAR - 10;

/// The days that a contract counts as holidays, each with its name.
#[derive(Clone, Debug, Default)]
pub struct Holidays {
    england: bool,
    yearly: BTreeMap<(u32, u32), String>,
    dates: BTreeMap<NaiveDate, String>,
    proclaimed: BTreeMap<NaiveDate, String>,
    last_explicit: Option<NaiveDate>,
}

impl Holidays {
    /// Adds the bank holidays of England and Wales.
    pub fn add_england(&mut self) {
        self.england = true;
    }

    /// Adds a date of every year; 29 February comes in leap years only.
    pub fn add_yearly(&mut self, month: u32, day: u32, name: String) {
        self.yearly.insert((month, day), name);
    }

    /// Adds one day. It counts as explicit up to [`LAST_EXPLICIT_YEAR`].
    pub fn add_date(&mut self, date: NaiveDate, name: String) {
        if date.year() <= LAST_EXPLICIT_YEAR {
            self.last_explicit = self.last_explicit.max(Some(date));
        }
        self.dates.insert(date, name);
    }

    /// Adds a day that a rule without an end gave.
    pub fn add_recurring(&mut self, date: NaiveDate, name: String) {
        self.dates.insert(date, name);
    }

    /// Takes these days beside those that the contract names, in place of earlier ones.
    pub fn proclaim(&mut self, days: BTreeMap<NaiveDate, String>) {
        self.proclaimed = days;
    }

    /// The days that are taken beside those that the contract names.
    pub fn proclaimed(&self) -> &BTreeMap<NaiveDate, String> {
        &self.proclaimed
    }

    /// The holiday's name, if this local date is one. What the contract itself names goes before what was proclaimed.
    pub fn name(&self, date: NaiveDate) -> Option<&str> {
        let england = || if self.england { england::bank_holiday(date) } else { None };
        let listed = self.dates.get(&date).or_else(|| self.yearly.get(&(date.month(), date.day())));
        let proclaimed = || self.proclaimed.get(&date).map(String::as_str);
        listed.map(String::as_str).or_else(england).or_else(proclaimed)
    }

    /// The last holiday that the contract names, where no rule goes on after it.
    pub fn end(&self) -> Option<NaiveDate> {
        let has_rules = self.england || !self.yearly.is_empty();
        let last = self.dates.keys().next_back().copied();
        last.filter(|last| !has_rules && last.year() <= LAST_EXPLICIT_YEAR)
    }

    /// The last day that the contract names with its year: after it, only rules speak.
    pub fn last_explicit(&self) -> Option<NaiveDate> {
        self.last_explicit
    }
}
