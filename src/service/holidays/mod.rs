//! Holidays that are proclaimed for an agreement, and withdrawn again.
//!
//! A day can be proclaimed or withdrawn until it begins. So every instant that has gone by stays in the band in which
//! it was, what was recorded stays, and only due instants that lie ahead move.

mod plan;
mod preview;
mod proclaim;
mod sweep;
mod withdraw;

use chrono::NaiveDate;

pub use preview::{MovedTicket, preview_holiday};
pub use proclaim::proclaim_holiday;
pub use sweep::{is_sweeping, sweep_holidays};
pub use withdraw::withdraw_holiday;

/// What is to become of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HolidayChange {
    /// It becomes a holiday of this name.
    Proclaim(NaiveDate, String),
    /// It is an ordinary day again.
    Withdraw(NaiveDate),
}

impl HolidayChange {
    /// The local date, in the agreement's zone.
    #[must_use]
    pub fn date(&self) -> NaiveDate {
        match self {
            Self::Proclaim(date, _) | Self::Withdraw(date) => *date,
        }
    }
}
