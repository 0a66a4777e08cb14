//! The pages of managers: promises kept and broken, and the list behind every figure.

mod board;
mod breach;
pub mod csv;
mod figures;
mod load;
mod period;
mod promises;
mod satisfaction;

pub use board::{AtRisk, BoardPage, Breakdown, Choice, Choices, Figure, Line, MonthLine};
pub use breach::{BreachPage, ExcuseView};
pub use figures::{Counts, grouped, sums};
pub use load::{Distribution, LoadPage, LoadTicketsPage, Share as LoadShare, TicketLine};
pub use period::{Month, PERIODS, Period};
pub use promises::{Late, PromiseLine, PromisesPage};
pub use satisfaction::{RatedLine, SatisfactionFigure, SatisfactionPage};

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
