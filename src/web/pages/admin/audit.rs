//! The audit log as a page.

use askama::Template;

use crate::web::pages::manager::Choice;
use crate::web::view::{Moment, Shell};

/// One entry.
#[derive(Debug, Clone)]
pub struct AuditRow {
    /// Its number.
    pub number: i64,
    /// When it was done.
    pub at: Moment,
    /// Who did it.
    pub who: String,
    /// What was done, in words.
    pub what: String,
    /// To what; empty for the installation, and for what is there no more.
    pub object: String,
    /// The page of that.
    pub href: String,
    /// What else is known.
    pub detail: String,
}

/// The page.
#[derive(Template)]
#[template(path = "admin/audit.html")]
pub struct AuditPage {
    /// What is around it.
    pub shell: Shell,
    /// The address that was asked for.
    pub person: String,
    /// Every act, the chosen one marked.
    pub actions: Vec<Choice>,
    /// The first day, as typed.
    pub from: String,
    /// The last day, as typed.
    pub until: String,
    /// What was not understood.
    pub fault: Option<String>,
    /// The entries of this page.
    pub rows: Vec<AuditRow>,
    /// The whole selection as a file.
    pub csv: String,
    /// The first page, from a later one.
    pub first: Option<String>,
    /// The next page.
    pub next: Option<String>,
}
