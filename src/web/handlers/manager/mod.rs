//! What managers look at.

pub mod board;
pub mod breach;
mod choices;
pub mod export;
pub mod load;
pub mod promises;
mod query;
pub mod satisfaction;
mod spread;
mod subject;

pub use query::BoardQuery;
