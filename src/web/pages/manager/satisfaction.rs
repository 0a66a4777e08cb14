//! What customers said of their tickets.

use askama::Template;

use super::{Counts, grouped};
use crate::web::view::{Moment, Shell};

/// How many were content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SatisfactionFigure {
    /// Content.
    pub good: i64,
    /// Not content.
    pub bad: i64,
}

impl SatisfactionFigure {
    /// The share of those who were content, rounded down, for reading.
    #[must_use]
    pub fn share(&self) -> String {
        Counts { kept: self.good, broken: self.bad, excused: 0 }.share()
    }

    /// How many said anything.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.good + self.bad
    }

    /// The same for reading.
    #[must_use]
    pub fn counted(&self) -> String {
        grouped(self.total())
    }
}

/// One word on a ticket.
#[derive(Debug, Clone)]
pub struct RatedLine {
    /// The ticket's number.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// Whether it is praise.
    pub is_good: bool,
    /// Why; may be empty.
    pub comment: String,
    /// Who said so.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// The page.
#[derive(Template)]
#[template(path = "manager/satisfaction.html")]
pub struct SatisfactionPage {
    /// What is around it.
    pub shell: Shell,
    /// The period in words.
    pub period: String,
    /// The board of the same period.
    pub board_href: String,
    /// The words as a file.
    pub csv_href: String,
    /// How many were content.
    pub figure: SatisfactionFigure,
    /// The words, the last first.
    pub lines: Vec<RatedLine>,
}
