//! Agreements: read as data, checked, added.

pub mod add;
mod agreement;
pub mod check;
pub mod holidays;
pub mod list;
pub mod show;
mod terms;

pub use terms::{SeverityTerms, TermsView};
