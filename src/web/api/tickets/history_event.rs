//! What an entry of a ticket's history says happened.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::history_line::{Names, named};
use crate::domain::{
    ActivityKind as Kind, DeliveryOutcome, EmailAddress, FailureReason, MessageId, OutboxId, PassCause,
    Relation, Tag, TicketNumber, Verdict, WakeCause,
};
use crate::sla::{Audience, Channel, ClockKind, Fact, SeverityCode, Status, What};
use crate::web::api::names::NamedPerson;

/// What happened.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum HistoryEvent {
    /// The ticket was opened.
    Opened {
        /// By which way.
        channel: Channel,
        /// With which severity.
        severity: SeverityCode,
        /// Why that severity; left out for customers.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
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
    /// An agent said that somebody looks at it.
    Acknowledged,
    /// The severity was changed, or confirmed where both are the same.
    SeverityChanged {
        /// Before.
        from: SeverityCode,
        /// After.
        to: SeverityCode,
        /// Why; left out for customers.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// A suggested severity was set aside.
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
        from: Option<NamedPerson>,
        /// After.
        to: Option<NamedPerson>,
    },
    /// The ticket was given to a team, or to none.
    TeamAssigned {
        /// The team’s name before.
        from: Option<String>,
        /// The team’s name after.
        to: Option<String>,
    },
    /// A manager let a mail in that had been held back.
    MailReleased {
        /// Why it had been.
        reason: String,
    },
    /// Somebody was added who reads along.
    WatcherAdded {
        /// Who.
        person: NamedPerson,
    },
    /// Somebody was taken off who read along.
    WatcherRemoved {
        /// Who.
        person: NamedPerson,
    },
    /// It was put away until later.
    Snoozed {
        /// Until when at the latest.
        until: DateTime<Utc>,
        /// Why.
        reason: String,
    },
    /// It came back.
    SnoozeEnded {
        /// What brought it back.
        cause: WakeCause,
    },
    /// A page was taken.
    PageTaken,
    /// The customer asked for more attention than the clocks give.
    Escalated {
        /// Why.
        reason: String,
        /// The names of those who were told.
        told: Vec<String>,
    },
    /// A manager excused a breach.
    BreachExcused {
        /// The clock that had run out.
        clock: ClockKind,
        /// When it was due.
        due_at: Option<DateTime<Utc>>,
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
        due_at: Option<DateTime<Utc>>,
    },
    /// The customer said that it is solved.
    Solved,
    /// The customer said how content they were.
    Rated {
        /// Content or not.
        verdict: Verdict,
    },
    /// A clock did something, or had something sent.
    Clock {
        /// What.
        what: What,
        /// Which clock.
        clock: Option<ClockKind>,
        /// The due instant: the new one for what starts or goes on, the one it had for what ended.
        due_at: Option<DateTime<Utc>>,
        /// Whom a call or a message is for.
        to: Option<Audience>,
        /// Why somebody is called or told.
        why: Option<String>,
    },
    /// A notice was written for somebody.
    Notified {
        /// The notice.
        notice_id: OutboxId,
        /// What it is.
        what: String,
        /// To whom.
        to: String,
    },
    /// A notice could not be delivered.
    DeliveryFailed {
        /// The notice.
        notice_id: OutboxId,
        /// What the other side said.
        error: String,
    },
    /// A mail server reported what became of a notice.
    DeliveryReported {
        /// The notice.
        notice_id: OutboxId,
        /// What it is.
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
        person: NamedPerson,
        /// Why they can’t come.
        cause: PassCause,
    },
    /// A notice was handed over, but nobody heard what became of it: it may arrive twice.
    DeliveryUncertain {
        /// The notice.
        notice_id: OutboxId,
    },
    /// Tags were given or taken.
    Tagged {
        /// Those it bears now and did not before.
        added: Vec<String>,
        /// Those it bore before and does not now.
        removed: Vec<String>,
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
    /// A day ahead became a holiday of the ticket’s agreement, which moves its clocks.
    HolidayProclaimed {
        /// The day, in the agreement’s zone.
        date: NaiveDate,
        /// What it is called.
        name: String,
    },
    /// A proclaimed holiday ahead is an ordinary day again, which moves the ticket’s clocks.
    HolidayWithdrawn {
        /// The day, in the agreement’s zone.
        date: NaiveDate,
    },
    /// A follow-up ticket was opened after this one was closed.
    FollowedUp,
}

impl HistoryEvent {
    /// What happened, as its reader may know it.
    pub(super) fn of(kind: &Kind, is_staff: bool, names: &Names) -> Self {
        let told = |reason: String| is_staff.then_some(reason);
        let person = |id| named(id, names);
        match kind.clone() {
            Kind::Opened { channel, severity, reason } => {
                Self::Opened { channel, severity, reason: told(reason) }
            }
            Kind::Replied { message_id } => Self::Replied { message_id },
            Kind::Noted { message_id } => Self::Noted { message_id },
            Kind::Acknowledged => Self::Acknowledged,
            Kind::Reclassified { from, to, reason } => {
                Self::SeverityChanged { from, to, reason: told(reason) }
            }
            Kind::SuggestionDismissed { severity, reason } => Self::SuggestionDismissed { severity, reason },
            Kind::StatusChanged { from, to } => Self::StatusChanged { from, to },
            Kind::Assigned { from, to } => Self::Assigned { from: from.map(person), to: to.map(person) },
            Kind::Snoozed { until, reason } => Self::Snoozed { until, reason },
            Kind::SnoozeEnded { cause } => Self::SnoozeEnded { cause },
            Kind::TeamAssigned { from, to } => Self::TeamAssigned { from, to },
            Kind::MailReleased { reason } => Self::MailReleased { reason },
            Kind::WatcherAdded { person_id } => Self::WatcherAdded { person: person(person_id) },
            Kind::WatcherRemoved { person_id } => Self::WatcherRemoved { person: person(person_id) },
            Kind::PageTaken => Self::PageTaken,
            Kind::Escalated { reason, told } => Self::Escalated { reason, told },
            Kind::BreachExcused { clock, due, cause, evidence } => {
                Self::BreachExcused { clock, due_at: due, cause, evidence }
            }
            Kind::ExcuseWithdrawn { clock, due } => Self::ExcuseWithdrawn { clock, due_at: due },
            Kind::Solved => Self::Solved,
            Kind::Rated { verdict } => Self::Rated { verdict },
            Kind::Tagged { added, removed } => {
                Self::Tagged { added: words(&added), removed: words(&removed) }
            }
            Kind::Clock { fact: Fact { what, clock, due, to, why, .. } } => {
                Self::Clock { what, clock, due_at: due, to, why }
            }
            Kind::Notified { outbox_id, what, to } => Self::Notified { notice_id: outbox_id, what, to },
            Kind::DeliveryFailed { outbox_id, error } => Self::DeliveryFailed { notice_id: outbox_id, error },
            Kind::DeliveryReported { outbox_id, what, recipient, outcome, reason } => {
                Self::DeliveryReported { notice_id: outbox_id, what, recipient, outcome, reason }
            }
            Kind::PagePassedOn { person_id, cause } => {
                Self::PagePassedOn { person: person(person_id), cause }
            }
            Kind::DeliveryUncertain { outbox_id } => Self::DeliveryUncertain { notice_id: outbox_id },
            Kind::MergedInto { ticket } => Self::MergedInto { ticket },
            Kind::TookIn { ticket } => Self::TookIn { ticket },
            Kind::Unmerged { ticket } => Self::Unmerged { ticket },
            Kind::GaveBack { ticket } => Self::GaveBack { ticket },
            Kind::Linked { ticket, relation } => Self::Linked { ticket, relation },
            Kind::Unlinked { ticket, relation } => Self::Unlinked { ticket, relation },
            Kind::HolidayProclaimed { date, name } => Self::HolidayProclaimed { date, name },
            Kind::HolidayWithdrawn { date } => Self::HolidayWithdrawn { date },
            Kind::FollowedUp { .. } => Self::FollowedUp,
        }
    }
}

fn words(tags: &[Tag]) -> Vec<String> {
    tags.iter().map(Tag::to_string).collect()
}
