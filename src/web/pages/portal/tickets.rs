//! A customer's tickets, each with what is owed in plain words.

use askama::Template;

use crate::web::pages::manager::Choice;
use crate::web::view::{Chip, Moment, SeverityMark, Shell, Tone};

/// Which tickets are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    /// Those that are not done.
    #[default]
    Open,
    /// Those that are done.
    Done,
}

/// One ticket of the list.
#[derive(Debug, Clone)]
pub struct PortalRow {
    /// The number, also its address.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// Who reported it.
    pub requester: String,
    /// Where it stands.
    pub status: Chip,
    /// Its severity.
    pub severity: SeverityMark,
    /// What is owed next, in words.
    pub promise: Option<RowPromise>,
    /// When it last changed.
    pub updated: Moment,
}

/// What is owed next on a ticket of the list.
#[derive(Debug, Clone)]
pub struct RowPromise {
    /// How good or bad.
    pub tone: Tone,
    /// The words.
    pub text: String,
    /// The due instant.
    pub due: Moment,
}

/// The page.
#[derive(Template)]
#[template(path = "portal/tickets.html")]
pub struct TicketsPage {
    /// What is around it.
    pub shell: Shell,
    /// Whose tickets, as a heading.
    pub heading: String,
    /// Which are listed.
    pub show: Show,
    /// What was searched for.
    pub search: String,
    /// The tickets.
    pub rows: Vec<PortalRow>,
    /// The orders.
    pub sorts: Vec<Choice>,
    /// The severities of the agreement.
    pub severities: Vec<Choice>,
    /// Whether only the reader's own are listed.
    pub is_mine: bool,
    /// Whether anything narrows the list.
    pub is_narrowed: bool,
    /// Where the first page is, from a later one.
    pub first: Option<String>,
    /// Where the next page is.
    pub next: Option<String>,
}
