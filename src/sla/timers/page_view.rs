//! A page as people see it.

use crate::sla::Instant;

/// A call for a person that nobody has taken yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageView {
    /// When it began.
    pub since: Instant,
    /// How many steps of the contract's chain have been called so far.
    pub step: usize,
    /// When the next step is called; none if the chain is at its end.
    pub next: Option<Instant>,
    /// Why somebody is needed, in words.
    pub why: String,
}
