//! The mailboxes that are read.

use askama::Template;

use super::FactLine;
use crate::web::view::{Shell, Tone};

/// What came of a test.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// How good or bad it is.
    pub tone: Tone,
    /// What was found.
    pub words: String,
    /// What to do about it; empty where nothing is to be done.
    pub remedy: String,
}

/// One mailbox.
#[derive(Debug, Clone)]
pub struct MailboxCard {
    /// Its name.
    pub name: String,
    /// What there is to know.
    pub facts: Vec<FactLine>,
    /// What came of a test, if it was just tested.
    pub outcome: Option<Outcome>,
}

/// The page.
#[derive(Template)]
#[template(path = "admin/mailboxes.html")]
pub struct MailboxesPage {
    /// What is around it.
    pub shell: Shell,
    /// The mailboxes, as configured.
    pub mailboxes: Vec<MailboxCard>,
}
