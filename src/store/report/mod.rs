//! Figures for managers, each with the list behind it.
//!
//! A promise belongs to the period in which it ended: when it was kept, when it was broken (its due instant), when it
//! fell away. Periods are the caller's, so that months can begin at midnight in the reader's zone.

mod at_risk;
mod breaches;
mod lateness;
mod promises;
mod scope;
mod tally;

pub use at_risk::at_risk;
pub use breaches::{BreachRow, breaches};
pub use lateness::{Lateness, lateness};
pub use promises::{PromiseCursor, PromiseRow, promises};
pub use scope::{Period, ReportFilter};
pub use tally::{Tally, tally};
