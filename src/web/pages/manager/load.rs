//! When tickets come, and how fast they are answered.

use askama::Template;

use super::Choices;
use crate::web::view::{Moment, Shell};

/// One line of a distribution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// What it is about: an hour, a length of time.
    pub label: String,
    /// How many tickets.
    pub count: i64,
    /// The list of them.
    pub href: String,
}

/// How tickets are spread over something.
#[derive(Debug, Clone)]
pub struct Distribution {
    /// The id of its heading.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What it says, in a sentence.
    pub text: String,
    /// The heading of the first column.
    pub column: &'static str,
    /// The picture.
    pub chart: String,
    /// The lines.
    pub lines: Vec<Share>,
    /// The same as a file.
    pub csv_href: String,
}

impl Distribution {
    /// Whether there is no ticket in any line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(|line| line.count == 0)
    }
}

/// The page.
#[derive(Template)]
#[template(path = "manager/load.html")]
pub struct LoadPage {
    /// What is around it.
    pub shell: Shell,
    /// The period in words.
    pub period: String,
    /// The filters.
    pub choices: Choices,
    /// The address without filters.
    pub plain_href: String,
    /// The board with the same filters.
    pub board_href: String,
    /// Load by hour, load by weekday, answer times.
    pub distributions: Vec<Distribution>,
}

/// One ticket of a list behind a figure.
#[derive(Debug, Clone)]
pub struct TicketLine {
    /// The number.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// The customer.
    pub customer: String,
    /// When it came.
    pub created: Moment,
}

/// The list behind a figure.
#[derive(Template)]
#[template(path = "manager/load_tickets.html")]
pub struct LoadTicketsPage {
    /// What is around it.
    pub shell: Shell,
    /// What the list holds.
    pub title: String,
    /// How many it holds; the last of them are shown.
    pub count: usize,
    /// The figures with the same filters.
    pub load_href: String,
    /// The tickets.
    pub lines: Vec<TicketLine>,
}
