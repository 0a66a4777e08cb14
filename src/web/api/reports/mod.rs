//! Promises kept and broken: figures, and the lists behind them. Months are those of UTC, as on the managers’ board.

pub mod breaches;
pub mod promises;
mod scope;
pub mod tally;

pub use scope::Scope;
