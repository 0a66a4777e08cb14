//! What a new version of an agreement changes, whom it concerns and whom not.

use super::ComparedLine;
use crate::web::view::Moment;

/// A version that open tickets keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptVersion {
    /// Its number.
    pub number: i32,
    /// How many unresolved tickets keep it.
    pub tickets: i64,
}

/// A customer on the agreement.
#[derive(Debug, Clone)]
pub struct SuccessionCustomer {
    /// The address of their page.
    pub href: String,
    /// Their name.
    pub name: String,
}

/// A version that is already waiting, and takes over from the new one.
#[derive(Debug, Clone)]
pub struct OverruledBy {
    /// Its number.
    pub number: i32,
    /// From when it is in force.
    pub from: Moment,
}

/// A new version beside the one in force.
#[derive(Debug, Clone)]
pub struct Succession {
    /// The number of the version in force now.
    pub number: i32,
    /// What differs from it; empty where nothing does.
    pub lines: Vec<ComparedLine>,
    /// How many unresolved tickets there are under the agreement: all of them keep their version.
    pub tickets: i64,
    /// Which versions these keep.
    pub kept: Vec<KeptVersion>,
    /// Whose new tickets are opened under the new version.
    pub customers: Vec<SuccessionCustomer>,
    /// From when, where that could be read.
    pub from: Option<Moment>,
    /// What ends that again.
    pub overruled: Option<OverruledBy>,
}

impl Succession {
    /// Which versions the open tickets keep, in words: `12 on version 1, 2 on version 2`.
    #[must_use]
    pub fn kept_in_words(&self) -> String {
        let each = self.kept.iter().map(|one| format!("{} on version {}", one.tickets, one.number));
        each.collect::<Vec<_>>().join(", ")
    }
}
