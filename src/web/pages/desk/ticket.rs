//! One ticket as agents work it.

use askama::Template;

use super::{HeldView, QueueRow, Selectable};
use crate::sla::ClockState;
use crate::web::error::FieldFault;
use crate::web::view::{Chip, ClockCard, HistoryLine, MessageView, Moment, SeverityMark, Shell, WatcherLine};

/// A suggestion of classification that waits for an agent's word.
#[derive(Debug, Clone)]
pub struct Banner {
    /// What it suggests.
    pub severity: SeverityMark,
    /// Why.
    pub reason: String,
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
    pub fault: Option<FieldFault>,
}

impl SnoozeForm {
    /// Whether this field is what was refused. A time that was written beside a choice stands for it.
    #[must_use]
    pub fn is_refused_at(&self, field: &str) -> bool {
        let fault = self.fault.as_ref().map(|fault| match fault.field.as_str() {
            "until" if !self.at.is_empty() => "at",
            field => field,
        });
        fault == Some(field)
    }
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

/// The queue beside the ticket: the list that it was opened from.
#[derive(Debug, Clone)]
pub struct Lane {
    /// The list's name.
    pub label: &'static str,
    /// Where the whole list is.
    pub href: String,
    /// Its tickets.
    pub rows: Vec<QueueRow>,
    /// Where the ticket above is.
    pub previous: Option<String>,
    /// Where the ticket below is.
    pub next: Option<String>,
}

impl Lane {
    /// The list with the ways from one ticket to its neighbours.
    #[must_use]
    pub fn around(label: &'static str, href: String, rows: Vec<QueueRow>, number: i64) -> Self {
        let position = rows.iter().position(|row| row.number == number);
        let at = |index: Option<usize>| index.and_then(|index| rows.get(index)).map(|row| row.href.clone());
        let previous = at(position.and_then(|index| index.checked_sub(1)));
        let next = at(Some(position.map_or(0, |index| index + 1)));
        Self { label, href, previous, next, rows }
    }
}

/// A macro that the reader may use.
#[derive(Debug, Clone)]
pub struct MacroLink {
    /// Its name.
    pub name: String,
    /// The ticket's page with it in the form.
    pub href: String,
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

/// The page.
#[derive(Template)]
#[template(path = "desk/ticket.html")]
pub struct DeskTicketPage {
    /// What is around it.
    pub shell: Shell,
    /// The queue beside it.
    pub lane: Lane,
    /// What every address of the page carries behind its path: the list that the ticket was opened from.
    pub place: String,
    /// The number, also its address.
    pub number: i64,
    /// The version the page shows: a change of another one is refused.
    pub version: i64,
    /// What it is about.
    pub subject: String,
    /// Where it stands.
    pub status: Chip,
    /// The states it can be set to.
    pub statuses: Vec<Selectable>,
    /// Its severity.
    pub severity: SeverityMark,
    /// Why that severity.
    pub severity_reason: String,
    /// The contract's severities.
    pub severities: Vec<Selectable>,
    /// The customer.
    pub customer: Option<String>,
    /// Who reported it.
    pub requester: String,
    /// The reporter's address.
    pub requester_email: String,
    /// Whether mail to that address comes back.
    pub requester_is_unreachable: bool,
    /// Who reads along.
    pub watchers: Vec<WatcherLine>,
    /// An address that was refused, as typed.
    pub watcher_typed: String,
    /// Why it was refused.
    pub watcher_fault: Option<String>,
    /// By which way it came.
    pub channel: &'static str,
    /// When it was received.
    pub opened: Moment,
    /// The agreement's name.
    pub contract: String,
    /// What it is now for the contract: `office hours`, and whether this severity is served in it.
    pub coverage: Chip,
    /// The band of this moment.
    pub band: &'static str,
    /// Its clocks.
    pub clocks: Vec<ClockCard>,
    /// Who works it.
    pub assignee: Option<String>,
    /// Who could.
    pub agents: Vec<Selectable>,
    /// The reader's id, for the button that assigns to them.
    pub my_id: String,
    /// Whether the reader works it already.
    pub is_mine: bool,
    /// What classification suggests.
    pub suggestion: Option<Banner>,
    /// The on-call chain.
    pub page: Option<PageBanner>,
    /// Whether it lies outside the agreement.
    pub is_outside_agreement: bool,
    /// Whether an acknowledgement would still mean something.
    pub can_acknowledge: bool,
    /// Whether it is closed for good.
    pub is_closed: bool,
    /// The macros that could be put into the form.
    pub macros: Vec<MacroLink>,
    /// The status that is chosen to be set with the message; empty for none.
    pub then: &'static str,
    /// The closed ticket it follows up.
    pub follows_up: Option<i64>,
    /// The ticket in which it goes on.
    pub merged_into: Option<RelatedLine>,
    /// Those that go on in it, then those that it is linked with.
    pub related: Vec<RelatedLine>,
    /// What the reporter answered in the form: question and answer.
    pub answers: Vec<(&'static str, &'static str)>,
    /// The conversation.
    pub messages: Vec<MessageView>,
    /// Replies that have not left yet.
    pub held_here: Vec<HeldView>,
    /// The reader's replies to other tickets that have not left yet.
    pub held_elsewhere: Vec<HeldView>,
    /// The names of those who follow it.
    pub followers: Vec<String>,
    /// Whether the reader does.
    pub is_following: bool,
    /// Who can be mentioned in a note: address and name.
    pub colleagues: Vec<(String, String)>,
    /// How it is put away, or was before it came back.
    pub snooze: Option<SnoozeBanner>,
    /// Times until when it can be put away.
    pub snooze_choices: Vec<Selectable>,
    /// How it was to be put away, as typed, where that was refused.
    pub snooze_form: SnoozeForm,
    /// Whether it can be put away: it is not done.
    pub can_snooze: bool,
    /// Its tags.
    pub tags: Vec<String>,
    /// Who else is here, each as a sentence.
    pub present: Vec<String>,
    /// The history, newest first.
    pub history: Vec<HistoryLine>,
    /// A text that was begun or refused, as typed.
    pub draft: String,
    /// Whether that text was a note.
    pub draft_is_note: bool,
    /// Why it was refused.
    pub faults: Vec<FieldFault>,
}

impl DeskTicketPage {
    /// The clock that matters most: the first one missed and still owed, else the next one due.
    #[must_use]
    pub fn headline(&self) -> Option<&ClockCard> {
        let owed = self.clocks.iter().filter(|clock| {
            matches!(clock.state, ClockState::Breached | ClockState::Running) && clock.due.is_some()
        });
        owed.min_by_key(|clock| clock.due.as_ref().map(|due| due.millis))
    }
}
