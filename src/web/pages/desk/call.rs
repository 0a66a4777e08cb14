//! A ticket for a customer who calls: who it is, then what they report.

use askama::Template;

use crate::web::error::FieldFault;
use crate::web::pages::portal::OffersFragment;
use crate::web::view::{Chip, Shell};

/// Somebody who may be calling.
#[derive(Debug, Clone)]
pub struct CallerRow {
    /// The form for a ticket of theirs.
    pub href: String,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The customer; none for a sender of mail whom nobody knows.
    pub customer: Option<String>,
}

/// Who calls?
#[derive(Template)]
#[template(path = "desk/callers.html")]
pub struct CallersPage {
    /// What is around it.
    pub shell: Shell,
    /// What was looked for.
    pub wanted: String,
    /// Who was found.
    pub found: Vec<CallerRow>,
    /// Whether there are more than are shown.
    pub has_more: bool,
    /// The address of somebody new, as typed.
    pub email: String,
    /// Their name, as typed.
    pub name: String,
    /// Why the address was refused.
    pub fault: Option<String>,
}

/// A ticket of the caller's that is not solved yet.
#[derive(Debug, Clone)]
pub struct OpenTicket {
    /// Its number.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// Where it stands.
    pub status: Chip,
}

/// What an agent has written down so far.
#[derive(Debug, Clone, Default)]
pub struct CallDraft {
    /// What it is about.
    pub subject: String,
    /// What the caller says.
    pub text: String,
    /// The code of the severity that is chosen.
    pub severity: String,
    /// When they called, as a date field takes it; empty for now.
    pub received_at: String,
    /// What they are answered.
    pub answer: String,
    /// Whether the agent keeps the ticket.
    pub is_mine: bool,
}

/// What do they report?
#[derive(Template)]
#[template(path = "desk/call.html")]
pub struct CallPage {
    /// What is around it.
    pub shell: Shell,
    /// Where the form is sent.
    pub action: String,
    /// Who calls.
    pub caller: CallerRow,
    /// What each severity promises from now on.
    pub offers: OffersFragment,
    /// What is open already.
    pub open: Vec<OpenTicket>,
    /// What was typed.
    pub draft: CallDraft,
    /// What is wrong with it.
    pub faults: Vec<FieldFault>,
    /// How many files and bytes are taken, in words.
    pub file_hint: String,
}

impl CallPage {
    /// What is wrong with a field.
    #[must_use]
    pub fn fault(&self, field: &str) -> Option<&str> {
        self.faults.iter().find(|fault| fault.field == field).map(|fault| fault.message.as_str())
    }
}
