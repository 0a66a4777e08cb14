//! What managers look at.

pub mod board;
pub mod breach;
mod choices;
pub mod export;
pub mod figures;
pub mod load;
pub mod promises;
mod query;
pub mod satisfaction;
mod sides;
mod spread;
mod subject;

pub use query::BoardQuery;
