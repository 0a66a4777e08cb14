//! A severity as lists and tickets show it: a sign that fills up with its rank, and the contract's name.

use super::severity_svg;
use crate::sla::{Contract, Severity, SeverityCode};

/// A severity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeverityMark {
    /// The contract's code.
    pub code: String,
    /// How people read it: the contract's code and name.
    pub name: String,
    /// Position in the contract, 0 the most severe.
    pub rank: usize,
}

impl SeverityMark {
    /// The severity with this code; one that the contract does not list shows its code.
    #[must_use]
    pub fn new(contract: &Contract, code: &SeverityCode) -> Self {
        let known = contract.severity(code.as_str());
        Self {
            code: code.as_str().to_owned(),
            name: known.map_or_else(|| code.as_str().to_owned(), Severity::label),
            rank: known.map_or(4, Severity::rank),
        }
    }

    /// The class of the stylesheet.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self.rank {
            0 => "rank-0",
            1 => "rank-1",
            2 => "rank-2",
            3 => "rank-3",
            _ => "rank-4",
        }
    }

    /// The sign, safe to put into a page as it is.
    #[must_use]
    pub fn svg(&self) -> String {
        severity_svg(self.rank)
    }
}
