//! The parts of a ticket's page at the desk.

use super::Selectable;
use crate::web::error::FieldFault;
use crate::web::view::{Moment, SeverityMark, WatcherLine};

/// What stands out above the conversation.
#[derive(Debug, Clone)]
pub struct Banners {
    /// The ticket in which it goes on.
    pub merged_into: Option<RelatedLine>,
    /// The on-call chain.
    pub page: Option<PageBanner>,
    /// What classification suggests.
    pub suggestion: Option<SuggestionBanner>,
    /// How it is put away, or was before it came back.
    pub snooze: Option<SnoozeBanner>,
}

/// A suggestion of classification that waits for an agent's word.
#[derive(Debug, Clone)]
pub struct SuggestionBanner {
    /// What it suggests.
    pub severity: SeverityMark,
    /// Why.
    pub reason: String,
}

/// That a ticket is put away, or is back.
#[derive(Debug, Clone)]
pub struct SnoozeBanner {
    /// Who put it away.
    pub by: String,
    /// Until when at the latest.
    pub until: Moment,
    /// Why.
    pub reason: String,
    /// Why it is back; none while it is away.
    pub back: Option<&'static str>,
}

/// The on-call chain that is climbing.
#[derive(Debug, Clone)]
pub struct PageBanner {
    /// Why somebody is needed.
    pub why: String,
    /// Who was called so far, in order.
    pub called: Vec<String>,
    /// When the next step is called.
    pub next: Option<Moment>,
}

/// Another ticket, and how this one stands to it.
#[derive(Debug, Clone)]
pub struct RelatedLine {
    /// The other's number.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// How this one stands to it, in words.
    pub label: &'static str,
    /// The relation's word, to take it back; empty for a merge.
    pub relation: &'static str,
}

/// The form for a reply or a note.
#[derive(Debug, Clone)]
pub struct Composer {
    /// A text that was begun or refused, as typed.
    pub text: String,
    /// Whether that text is a note.
    pub is_note: bool,
    /// The status that is chosen to be set with the message; empty for none.
    pub then: &'static str,
    /// The files that came back with it, to be sent unless they are left out.
    pub files: Vec<KeptFile>,
    /// The macros that could be put into the form.
    pub macros: Vec<MacroLink>,
    /// Who can be mentioned in a note: address and name.
    pub colleagues: Vec<(String, String)>,
    /// Why the text was refused.
    pub faults: Vec<FieldFault>,
}

/// A file that came back with a message which did not leave.
#[derive(Debug, Clone)]
pub struct KeptFile {
    /// What the form sends for it.
    pub mark: String,
    /// Its name.
    pub name: String,
    /// Whether it is to be sent.
    pub is_chosen: bool,
}

/// A macro that the reader may use.
#[derive(Debug, Clone)]
pub struct MacroLink {
    /// Its name.
    pub name: String,
    /// The ticket's page with it in the form.
    pub href: String,
}

/// What agents set of a ticket.
#[derive(Debug, Clone)]
pub struct Properties {
    /// The states it can be set to.
    pub statuses: Vec<Selectable>,
    /// The contract's severities.
    pub severities: Vec<Selectable>,
    /// Why it has its severity.
    pub severity_reason: String,
    /// Who could work it.
    pub agents: Vec<Selectable>,
    /// Whether the reader works it already.
    pub is_mine: bool,
    /// Whether an acknowledgement would still mean something.
    pub can_acknowledge: bool,
    /// Whether it can be put away: it is not done.
    pub can_snooze: bool,
    /// Times until when it can be put away.
    pub snooze_choices: Vec<Selectable>,
    /// How it was to be put away, as typed, where that was refused.
    pub snooze_form: SnoozeForm,
    /// Its tags with commas between them, or what was typed where that was refused.
    pub tags: String,
    /// Why those can't be its tags.
    pub tags_fault: Option<String>,
}

/// How a ticket is to be put away, as typed.
#[derive(Debug, Clone, Default)]
pub struct SnoozeForm {
    /// A time by its name.
    pub until: String,
    /// A time as the wall clock shows it, which wins over the name.
    pub at: String,
    /// Why it can wait.
    pub reason: String,
    /// Why it can't be put away like this.
    pub faults: Vec<FieldFault>,
}

impl SnoozeForm {
    /// Whether this field is among what was refused. A time that was written beside a choice stands for it.
    #[must_use]
    pub fn is_refused_at(&self, field: &str) -> bool {
        let sent = |fault: &FieldFault| match fault.field.as_str() {
            "until" if !self.at.is_empty() => "at".to_owned(),
            field => field.to_owned(),
        };
        self.faults.iter().any(|fault| sent(fault) == field)
    }
}

/// Who reported a ticket, and under which agreement.
#[derive(Debug, Clone)]
pub struct Reporter {
    /// The customer.
    pub customer: Option<String>,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The form for another ticket of theirs; none for what is no customer's.
    pub new_ticket: Option<String>,
    /// Whether mail to that address comes back.
    pub is_unreachable: bool,
    /// The agreement's name.
    pub contract: String,
    /// What was answered in the form: question and answer.
    pub answers: Vec<(&'static str, &'static str)>,
}

/// Who reads along.
#[derive(Debug, Clone)]
pub struct WatchersCard {
    /// Each with name and address.
    pub lines: Vec<WatcherLine>,
    /// An address that was refused, as typed.
    pub typed: String,
    /// Why it was refused.
    pub fault: Option<String>,
}
