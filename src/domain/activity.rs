//! A ticket's history: every change is one entry, with who, when and why.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    ActivityId, DeliveryOutcome, EmailAddress, FailureReason, MessageId, OutboxId, PersonId, Relation, Tag,
    TicketId, TicketNumber, Verdict, WakeCause,
};
use crate::sla::{Channel, ClockKind, Fact, Instant, SeverityCode, Status};

/// Who caused a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by", content = "id")]
pub enum Actor {
    /// A person.
    Person(PersonId),
    /// The installation itself: a clock that ran out, a mail that came.
    System,
}

/// Why somebody who was called can't come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassCause {
    /// Their mailbox answers by itself that they are away.
    Away,
    /// The page's mail came back.
    Undelivered,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum ActivityKind {
    /// The ticket was opened.
    Opened {
        /// By which way.
        channel: Channel,
        /// With which severity.
        severity: SeverityCode,
        /// Why that severity.
        reason: String,
    },
    /// A public reply.
    Replied {
        /// The message.
        message_id: MessageId,
    },
    /// An internal note.
    Noted {
        /// The message.
        message_id: MessageId,
    },
    /// An agent acknowledged the report.
    Acknowledged,
    /// The severity was changed or confirmed.
    Reclassified {
        /// Before.
        from: SeverityCode,
        /// After.
        to: SeverityCode,
        /// Why.
        reason: String,
    },
    /// A suggestion from classification was set aside.
    SuggestionDismissed {
        /// What had been suggested.
        severity: SeverityCode,
        /// Why it was set aside.
        reason: String,
    },
    /// The status was changed.
    StatusChanged {
        /// Before.
        from: Status,
        /// After.
        to: Status,
    },
    /// The ticket was given to somebody, or to nobody.
    Assigned {
        /// Before.
        from: Option<PersonId>,
        /// After.
        to: Option<PersonId>,
    },
    /// The ticket was given to a team, or to none.
    TeamAssigned {
        /// The team's name before.
        from: Option<String>,
        /// The team's name after.
        to: Option<String>,
    },
    /// Tags were given or taken.
    Tagged {
        /// Those it bears now and did not before.
        added: Vec<Tag>,
        /// Those it bore before and does not now.
        removed: Vec<Tag>,
    },
    /// A manager let a mail in that had been held back.
    MailReleased {
        /// Why it had been.
        reason: String,
    },
    /// Somebody was added who reads along.
    WatcherAdded {
        /// Who.
        person_id: PersonId,
    },
    /// Somebody was taken off who read along.
    WatcherRemoved {
        /// Who.
        person_id: PersonId,
    },
    /// It was put away until later.
    Snoozed {
        /// Until when at the latest.
        until: Instant,
        /// Why.
        reason: String,
    },
    /// It came back.
    SnoozeEnded {
        /// What brought it back.
        cause: WakeCause,
    },
    /// A page was taken by a person.
    PageTaken,
    /// The customer asked for more attention than the clocks give.
    Escalated {
        /// Why, in the customer's words.
        reason: String,
        /// The names of those who were told.
        told: Vec<String>,
    },
    /// A manager excused a breach.
    BreachExcused {
        /// The clock that had run out.
        clock: ClockKind,
        /// When it was due.
        due: Option<Instant>,
        /// What caused it.
        cause: String,
        /// What shows that.
        evidence: String,
    },
    /// A manager took an excuse back.
    ExcuseWithdrawn {
        /// The clock that had run out.
        clock: ClockKind,
        /// When it was due.
        due: Option<Instant>,
    },
    /// The customer said that it is solved.
    Solved,
    /// The customer said how content they were.
    Rated {
        /// Content or not.
        verdict: Verdict,
    },
    /// Something the clocks did, with its true instant.
    Clock {
        /// The engine's fact.
        fact: Fact,
    },
    /// A notice was written for somebody.
    Notified {
        /// The notice.
        outbox_id: OutboxId,
        /// What it is, in words.
        what: String,
        /// To whom, as shown.
        to: String,
    },
    /// A notice could not be delivered.
    DeliveryFailed {
        /// The notice.
        outbox_id: OutboxId,
        /// The answer of the other side.
        error: String,
    },
    /// A mail server reported what became of a notice.
    DeliveryReported {
        /// The notice.
        outbox_id: OutboxId,
        /// What it is, in words.
        what: String,
        /// The address that the report is about.
        recipient: EmailAddress,
        /// What happened.
        outcome: DeliveryOutcome,
        /// Why, where it did not arrive.
        reason: FailureReason,
    },
    /// A page went on to the next step of its chain before its time.
    PagePassedOn {
        /// Who had been called.
        person_id: PersonId,
        /// Why they can't come.
        cause: PassCause,
    },
    /// A notice was handed over, but nobody heard what became of it: it may arrive twice.
    DeliveryUncertain {
        /// The notice.
        outbox_id: OutboxId,
    },
    /// It goes on in another ticket.
    MergedInto {
        /// That one.
        ticket: TicketNumber,
    },
    /// Another ticket goes on in this one.
    TookIn {
        /// That one.
        ticket: TicketNumber,
    },
    /// It stands by itself again.
    Unmerged {
        /// The ticket in which it had gone on.
        ticket: TicketNumber,
    },
    /// Another ticket, which had gone on in this one, stands by itself again.
    GaveBack {
        /// That one.
        ticket: TicketNumber,
    },
    /// It was linked with another ticket, or split.
    Linked {
        /// That one.
        ticket: TicketNumber,
        /// How this one stands to that one.
        relation: Relation,
    },
    /// A link with another ticket was taken back.
    Unlinked {
        /// That one.
        ticket: TicketNumber,
        /// How this one had stood to that one.
        relation: Relation,
    },
    /// A day ahead became a holiday of the ticket's agreement, which moves its clocks.
    HolidayProclaimed {
        /// The day, in the agreement's zone.
        date: NaiveDate,
        /// What it is called.
        name: String,
    },
    /// A proclaimed holiday ahead is an ordinary day again, which moves the ticket's clocks.
    HolidayWithdrawn {
        /// The day, in the agreement's zone.
        date: NaiveDate,
    },
    /// A follow-up ticket was opened after this one was closed.
    FollowedUp {
        /// The new ticket.
        ticket_id: TicketId,
    },
}

/// One entry of the history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Activity {
    /// The id.
    pub id: ActivityId,
    /// The ticket.
    pub ticket_id: TicketId,
    /// When it happened: for a clock's fact its true instant, even when found later.
    pub at: Instant,
    /// When it was written down.
    pub recorded_at: Instant,
    /// Who caused it.
    pub actor: Actor,
    /// What happened.
    pub kind: ActivityKind,
}

/// Who of the customer said that a ticket is solved, as far as its history goes and unless it was opened again since.
#[must_use]
pub fn solver(history: &[Activity]) -> Option<PersonId> {
    let mut solver = None;
    for entry in history {
        match (&entry.kind, entry.actor) {
            (ActivityKind::Solved, Actor::Person(id)) => solver = Some(id),
            (ActivityKind::StatusChanged { to, .. }, _) if to.is_unresolved() => solver = None,
            _ => {}
        }
    }
    solver
}
