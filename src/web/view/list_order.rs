//! The orders in which a list of the desk can be read.

use crate::store::ticket::{Direction, Sort, SortKey};

/// An order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ListOrder {
    /// As the list is without a word about it: what breaks next first, or what matches a search best.
    #[default]
    Usual,
    /// The latest received first.
    Newest,
    /// The earliest received first.
    Oldest,
    /// The last changed first.
    Updated,
    /// The most severe first.
    Severity,
}

impl ListOrder {
    /// Every order.
    pub const ALL: [Self; 5] = [Self::Usual, Self::Newest, Self::Oldest, Self::Updated, Self::Severity];

    /// The word in the address; empty for the usual one.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Usual => "",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Updated => "updated",
            Self::Severity => "severity",
        }
    }

    /// Reads the word; any other is the usual order.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|order| order.as_str() == word).unwrap_or_default()
    }

    /// Its name in the selection.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Usual => "In the usual order",
            Self::Newest => "Newest first",
            Self::Oldest => "Oldest first",
            Self::Updated => "Last changed first",
            Self::Severity => "Most severe first",
        }
    }

    /// By what the tickets are sorted; none for the usual order, which a search decides.
    #[must_use]
    pub fn sort(self) -> Option<Sort> {
        let by = |key, direction| Some(Sort { key, direction });
        match self {
            Self::Usual => None,
            Self::Newest => by(SortKey::Created, Direction::Descending),
            Self::Oldest => by(SortKey::Created, Direction::Ascending),
            Self::Updated => by(SortKey::Updated, Direction::Descending),
            Self::Severity => by(SortKey::Severity, Direction::Ascending),
        }
    }
}
