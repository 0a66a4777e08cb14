//! The queue: what breaks next, first.

use askama::Template;

use super::{HeldView, RecentBulk};
use crate::domain::search::Snippet;
use crate::web::view::{Chip, Moment, QueueView, SeverityMark, Shell};

/// One ticket of the queue.
#[derive(Debug, Clone)]
pub struct QueueRow {
    /// The number.
    pub number: i64,
    /// The version that is shown.
    pub version: i64,
    /// Where it opens, with the list it stands in.
    pub href: String,
    /// What it is about.
    pub subject: String,
    /// The customer, or the sender where no customer is known.
    pub customer: String,
    /// Who reported it.
    pub requester: String,
    /// Its severity.
    pub severity: SeverityMark,
    /// Where it stands.
    pub status: Chip,
    /// Who works it: letters and name.
    pub assignee: Option<(String, String)>,
    /// What is due next: clock and instant.
    pub due: Option<Due>,
    /// What classification suggests, for a mail that waits for triage.
    pub suggestion: Option<SeverityMark>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Until when it is put away, or that it is back.
    pub snooze: Option<String>,
    /// Where the searched words stand.
    pub snippet: Snippet,
    /// How many promises were broken.
    pub breaches: i32,
    /// Whether it lies outside the agreement.
    pub is_outside_agreement: bool,
}

/// What is due next on a ticket.
#[derive(Debug, Clone)]
pub struct Due {
    /// The clock, in a word.
    pub clock: &'static str,
    /// The due instant.
    pub at: Moment,
    /// What is left, in words.
    pub left: String,
    /// The class of its tone.
    pub class: &'static str,
    /// Below how many milliseconds left it is worth a look.
    pub soon_millis: i64,
}

/// One entry of a selection.
#[derive(Debug, Clone)]
pub struct Selectable {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// A view that is kept under a name.
#[derive(Debug, Clone)]
pub struct SavedLink {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub href: String,
    /// Whether it is what the page shows.
    pub is_current: bool,
    /// Whether everybody sees it.
    pub is_shared: bool,
    /// Where it is removed, for who may.
    pub remove_href: Option<String>,
}

/// Entries of a selection under one heading.
#[derive(Debug, Clone)]
pub struct SelectableGroup {
    /// The heading.
    pub label: String,
    /// The entries.
    pub choices: Vec<Selectable>,
}

/// Headings of columns by which a list can be put in order.
#[derive(Debug, Clone)]
pub struct Headings {
    /// By severity.
    pub severity: Heading,
    /// By when the tickets were received.
    pub received: Heading,
    /// The usual order.
    pub due: Heading,
}

/// One heading.
#[derive(Debug, Clone)]
pub struct Heading {
    /// Where the list is in this order, or in the opposite one where it is in this one.
    pub href: String,
    /// How the list stands by it, in ARIA's word.
    pub sorted: &'static str,
    /// The same as a sign.
    pub sign: &'static str,
}

impl Heading {
    /// A heading that leads to a place.
    #[must_use]
    pub fn new(href: String, sorted: &'static str) -> Self {
        let sign = match sorted {
            "ascending" => "↑",
            "descending" => "↓",
            _ => "",
        };
        Self { href, sorted, sign }
    }
}

/// The page.
#[derive(Template)]
#[template(path = "desk/queue.html")]
pub struct QueuePage {
    /// What is around it.
    pub shell: Shell,
    /// Which view it is.
    pub view: QueueView,
    /// What it shows, and in which order.
    pub caption: String,
    /// Severities to choose from, by contract.
    pub severities: Vec<SelectableGroup>,
    /// Customers to choose from.
    pub customers: Vec<Selectable>,
    /// What was searched for.
    pub search: String,
    /// The orders that the list can be read in; none where it stands by what breaks next.
    pub orders: Vec<Selectable>,
    /// The same as headings of columns.
    pub headings: Option<Headings>,
    /// What of it was not understood.
    pub faults: Vec<String>,
    /// Views that are kept under a name.
    pub saved: Vec<SavedLink>,
    /// The address that keeps the present list.
    pub save_href: String,
    /// Where the same is searched for in all tickets, where this view has only some.
    pub search_all: Option<String>,
    /// Whether anything beyond the view narrows the list.
    pub is_narrowed: bool,
    /// The reader's replies that have not left yet.
    pub held_elsewhere: Vec<HeldView>,
    /// What can be done to many tickets at once.
    pub actions: Vec<SelectableGroup>,
    /// Where that is looked at beforehand.
    pub bulk_href: String,
    /// What the reader did to many tickets at once, and can still take back.
    pub recent_bulk: Vec<RecentBulk>,
    /// The tickets.
    pub rows: Vec<QueueRow>,
    /// Where the next page is.
    pub next: Option<String>,
    /// Where the first page is, on later ones.
    pub first: Option<String>,
}
