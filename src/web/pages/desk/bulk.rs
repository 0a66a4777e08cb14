//! One action on many tickets: what it would do, and what it did.

use askama::Template;

use super::SelectableGroup;
use crate::web::view::{Moment, Shell};

/// One ticket of the action.
#[derive(Debug, Clone)]
pub struct BulkRow {
    /// The number.
    pub number: i64,
    /// Where it opens.
    pub href: String,
    /// What it is about.
    pub subject: String,
    /// The customer, or the sender where no customer is known.
    pub customer: String,
    /// What is changed, or why nothing is.
    pub what: String,
    /// What its requester would be told.
    pub text: Option<String>,
}

/// An action that can still be taken back.
#[derive(Debug, Clone)]
pub struct RecentBulk {
    /// How many tickets it changed.
    pub count: usize,
    /// What it did.
    pub what: String,
    /// Where it is shown, ticket by ticket.
    pub href: String,
    /// Where it is taken back.
    pub undo_href: String,
    /// Until when.
    pub until: Moment,
}

/// What an action would do.
#[derive(Template)]
#[template(path = "desk/bulk.html")]
pub struct BulkPage {
    /// What is around it.
    pub shell: Shell,
    /// The list that the tickets were chosen from, as the query of an address.
    pub place: String,
    /// Where that list is.
    pub back: String,
    /// The chosen tickets: name and value of each one's field.
    pub rows: Vec<(String, String)>,
    /// The action's word.
    pub act: String,
    /// The tag or the reason, as typed.
    pub detail: String,
    /// By what the texts are recognised that are shown; empty where none are.
    pub seen: String,
    /// Every action, where one has to be chosen again.
    pub actions: Vec<SelectableGroup>,
    /// Why it has to be.
    pub fault: Option<String>,
    /// The tickets that would be changed.
    pub changing: Vec<BulkRow>,
    /// The tickets that would be left as they are.
    pub left: Vec<BulkRow>,
    /// How many notices of which kind would leave.
    pub notices: Vec<(usize, String)>,
    /// What is to be known beforehand.
    pub notes: Vec<String>,
}

/// What an action did.
#[derive(Template)]
#[template(path = "desk/bulk_done.html")]
pub struct BulkDonePage {
    /// What is around it.
    pub shell: Shell,
    /// Where the list is that the tickets were chosen from.
    pub back: String,
    /// Where it is taken back.
    pub undo_href: String,
    /// Whether it was taken back.
    pub is_undone: bool,
    /// Until when it can be taken back, where it can.
    pub undo_until: Option<Moment>,
    /// The tickets that were changed, or changed back.
    pub changed: Vec<BulkRow>,
    /// The tickets that were left as they are.
    pub left: Vec<BulkRow>,
}
