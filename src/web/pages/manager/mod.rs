//! The pages of managers: promises kept and broken, and the list behind every figure.

mod board;
pub mod csv;
mod figures;
mod period;
mod promises;

pub use board::{AtRisk, BoardPage, Breakdown, Choice, Choices, Figure, Line, MonthLine};
pub use figures::{Counts, grouped, sums};
pub use period::{Month, PERIODS, Period};
pub use promises::{Late, PromiseLine, PromisesPage};

use crate::sla::ClockKind;

/// A clock's name where its promises are counted.
#[must_use]
pub fn clock_name(clock: ClockKind) -> &'static str {
    match clock {
        ClockKind::Respond => "First response",
        ClockKind::Update => "Update",
        ClockKind::Resolve => "Resolution",
    }
}
