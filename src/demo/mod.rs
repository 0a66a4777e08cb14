//! The demonstration: four customers, one on each agreement that ships with the product, the provider's people, and
//! some weeks of tickets.
//!
//! Nothing in it is made up afterwards: every report, answer and change goes through the verbs that people use, at an
//! instant in the past, and the engine finds what was kept and what was broken. It must not know how pages look.

mod cast;
mod fill;
mod folder;
mod history;
mod scenarios;
mod welcome;

pub use cast::{SignIn, sign_ins, support_address};
pub use fill::{Filled, fill};
pub use folder::{Folder, FolderError};
pub use history::Imminent;
pub use welcome::{PASSWORD, Served, Welcome};
