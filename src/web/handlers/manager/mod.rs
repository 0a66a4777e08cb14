//! What managers look at.

pub mod board;
mod choices;
pub mod export;
pub mod promises;
mod query;
mod subject;

pub use query::BoardQuery;
