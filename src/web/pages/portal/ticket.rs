//! One ticket as its customer sees it.

use askama::Template;

use super::SaidOfTicket;
use crate::web::error::FieldFault;
use crate::web::view::{
    Chip, MergedView, MessageView, Moment, PromiseSentence, Remedy, SeverityMark, Shell, WatcherLine,
};

/// Whether the customer may ask for more attention than the clocks give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Escalation {
    /// The agreement gives no such right.
    Impossible,
    /// It may be asked for.
    Possible {
        /// The reason, as typed.
        reason: String,
    },
    /// It was asked for, and we have not answered yet.
    Done,
}

/// The page.
#[derive(Template)]
#[template(path = "portal/ticket.html")]
pub struct PortalTicketPage {
    /// What is around it.
    pub shell: Shell,
    /// The number, also its address.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// Where it stands.
    pub status: Chip,
    /// Its severity.
    pub severity: SeverityMark,
    /// Who reported it.
    pub requester: String,
    /// When it was received.
    pub opened: Moment,
    /// The agreement's name.
    pub contract: String,
    /// What is promised, clock by clock.
    pub promises: Vec<PromiseSentence>,
    /// What follows a missed promise.
    pub remedies: Vec<Remedy>,
    /// Whether one was missed here.
    pub is_missed: bool,
    /// Whether it lies outside the agreement, and may be charged for.
    pub is_outside_agreement: bool,
    /// The conversation.
    pub messages: Vec<MessageView>,
    /// Whether it is resolved: a reply reopens it.
    pub is_resolved: bool,
    /// Who said that it is solved, where it is resolved on the customer's word.
    pub solved_by: Option<String>,
    /// Whether it is closed for good.
    pub is_closed: bool,
    /// The ticket in which it goes on: number and subject.
    pub merged_into: Option<(i64, String)>,
    /// The tickets that go on in it.
    pub merged: Vec<MergedView>,
    /// Who reads along.
    pub watchers: Vec<WatcherLine>,
    /// Whether the reader says who does.
    pub chooses_watchers: bool,
    /// The reader's id: they may take themselves off.
    pub my_id: String,
    /// An address that was refused, as typed.
    pub watcher_typed: String,
    /// Why it was refused.
    pub watcher_fault: Option<String>,
    /// A reply that was refused, as typed.
    pub draft: String,
    /// Why what was typed was refused.
    pub faults: Vec<FieldFault>,
    /// What was said of the ticket.
    pub said: Option<SaidOfTicket>,
    /// The comment, said or typed.
    pub comment: Option<String>,
    /// Whether more attention can be asked for.
    pub escalation: Escalation,
}

impl PortalTicketPage {
    /// Whether the ticket was rated like this.
    #[must_use]
    pub fn is_rated(&self, word: &str) -> bool {
        self.said.as_ref().is_some_and(|said| said.verdict.as_str() == word)
    }

    /// Whether it can be escalated at all.
    #[must_use]
    pub fn can_escalate(&self) -> bool {
        !self.is_resolved && !self.is_closed && self.escalation != Escalation::Impossible
    }
}
