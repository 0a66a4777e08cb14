//! Figures for managers, each with the list behind it.
//!
//! A promise is one period of one clock. It belongs to the time in which it ended: when it was kept, when it was broken
//! (its due instant), when it fell away. Figures and lists take the same filter, so that a count and the list behind it
//! can't differ. Periods are the caller's.

mod answer_times;
mod filter;
mod late;
mod lateness;
mod list;
mod tally;

pub use answer_times::each_answer_time;
pub use filter::{CustomerFilter, PromiseFilter};
pub use lateness::{Lateness, lateness};
pub use list::{PromiseCursor, ReportedPromise, list};
pub use tally::{Tally, count, tally};
