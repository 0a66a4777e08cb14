//! The order of a list, and where a page of it ends.

use std::str::FromStr;

/// What a list is ordered by. The ticket's number decides between equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SortKey {
    /// The queue: mails to triage, then what breaks next, then what has no due instant, then what is finished.
    #[default]
    NextDue,
    /// When the ticket was received.
    Created,
    /// When it last changed, as far as who asks may know.
    Updated,
    /// Its number.
    Number,
    /// The position of its severity in its contract: the most severe is the lowest.
    Severity,
}

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Direction {
    /// The earliest or lowest first.
    #[default]
    Ascending,
    /// The latest or highest first.
    Descending,
}

/// An order: by default the queue's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// Which end first.
    pub direction: Direction,
}

/// The place of the last ticket of a page; the next page begins after it. Only good for the order that it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cursor {
    pub(super) value: i64,
    pub(super) number: i64,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}.{}", self.value, self.number)
    }
}

impl FromStr for Cursor {
    type Err = String;

    /// Reads what [`Cursor`] displays, for a link to the next page.
    fn from_str(text: &str) -> Result<Self, String> {
        let read = |text: &str| {
            let (value, number) = text.split_once('.')?;
            Some(Self { value: value.parse().ok()?, number: number.parse().ok()? })
        };
        read(text).ok_or_else(|| "this is no place in a list: begin with its first page".to_owned())
    }
}
