//! One action on many tickets at once, and what became of each of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    BulkChangeId, ContentHash, HOLD, HeldReplyId, PersonId, SnoozeUntil, Tag, TeamId, TicketId, TicketNumber,
};
use crate::sla::{Instant, SeverityCode, Status};

/// How many tickets one action may change.
pub const MOST_IN_BULK: usize = 200;
/// How long an action can be taken back.
pub const BULK_UNDO: chrono::TimeDelta = chrono::TimeDelta::minutes(10);

/// What is done to each of the tickets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkAction {
    /// It is given to somebody, or to nobody.
    Assign(Option<PersonId>),
    /// It is given to a team, or to none.
    AssignTeam(Option<TeamId>),
    /// Its severity is set.
    Reclassify {
        /// The code in its contract.
        to: SeverityCode,
        /// Why.
        reason: String,
    },
    /// Its status is set.
    SetStatus(Status),
    /// It gets a tag.
    AddTag(Tag),
    /// It loses a tag.
    RemoveTag(Tag),
    /// Its requester is answered.
    Answer(BulkAnswer),
    /// It is put away until later.
    Snooze {
        /// Until when; a name is looked up in its agreement's calendar.
        until: SnoozeUntil,
        /// Why.
        reason: String,
    },
    /// It is merged into another, in which it goes on.
    Merge {
        /// The other's number.
        into: TicketNumber,
    },
}

/// A macro, filled in for each of the tickets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkAnswer {
    /// The macro's name.
    pub name: String,
    /// What each ticket's requester is told.
    pub texts: BTreeMap<TicketNumber, String>,
    /// The status to set with it.
    pub then: Option<Status>,
}

/// A ticket that was chosen, and the version in which it was seen; none where any will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChosenTicket {
    /// The number that people use.
    pub number: TicketNumber,
    /// The version.
    pub version: Option<i64>,
}

/// What was changed of one ticket: enough to take it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum BulkStep {
    /// Who works it.
    Assigned {
        /// Before.
        from: Option<PersonId>,
        /// After.
        to: Option<PersonId>,
    },
    /// The team it belongs to.
    TeamAssigned {
        /// Before.
        from: Option<TeamId>,
        /// After.
        to: Option<TeamId>,
    },
    /// Its severity.
    Reclassified {
        /// Before.
        from: SeverityCode,
        /// After.
        to: SeverityCode,
    },
    /// Its status.
    StatusChanged {
        /// Before.
        from: Status,
        /// After.
        to: Status,
    },
    /// It has this tag now.
    Tagged {
        /// The tag.
        tag: Tag,
    },
    /// It has this tag no more.
    Untagged {
        /// The tag.
        tag: Tag,
    },
    /// It was answered.
    Answered {
        /// The name of the macro.
        with: String,
        /// The status that is set as the reply leaves.
        then: Option<Status>,
        /// The reply, as long as it can be taken back; none where it left at once.
        reply: Option<HeldReplyId>,
    },
    /// It is put away.
    Snoozed {
        /// Until when at the latest.
        until: Instant,
        /// Until when, and why, it was put away before.
        before: Option<(Instant, String)>,
    },
    /// It goes on in another.
    Merged {
        /// The other's number.
        into: TicketNumber,
    },
}

impl BulkStep {
    /// The action that takes it back; none for a reply, a snooze and a merge, which have verbs of their own for that. The
    /// clocks follow it by the contract's rules, as they follow any change.
    #[must_use]
    pub fn undo(&self) -> Option<BulkAction> {
        Some(match self.clone() {
            Self::Assigned { from, .. } => BulkAction::Assign(from),
            Self::TeamAssigned { from, .. } => BulkAction::AssignTeam(from),
            Self::Reclassified { from, .. } => BulkAction::Reclassify {
                to: from,
                reason: "A change of several tickets at once is taken back".to_owned(),
            },
            Self::StatusChanged { from, .. } => BulkAction::SetStatus(from),
            Self::Tagged { tag } => BulkAction::RemoveTag(tag),
            Self::Untagged { tag } => BulkAction::AddTag(tag),
            Self::Answered { .. } | Self::Snoozed { .. } | Self::Merged { .. } => return None,
        })
    }

    /// For how long it can be taken back; none where it can't.
    #[must_use]
    pub fn undoable_for(&self) -> Option<chrono::TimeDelta> {
        match self {
            Self::StatusChanged { to: Status::Closed, .. } | Self::Answered { reply: None, .. } => None,
            Self::Answered { .. } => Some(HOLD),
            _ => Some(BULK_UNDO),
        }
    }
}

/// Why a ticket was left as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum LeftAlone {
    /// It is so already.
    Unchanged,
    /// Somebody, or its clock, changed it since it was seen.
    Stale,
    /// It can't be done to this ticket.
    Refused {
        /// Why, as a sentence.
        reason: String,
    },
}

impl LeftAlone {
    /// Why, as a sentence.
    #[must_use]
    pub fn in_words(&self) -> &str {
        match self {
            Self::Unchanged => "It is so already.",
            Self::Stale => "It was changed since you looked.",
            Self::Refused { reason } => reason,
        }
    }
}

/// What became of one ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum BulkOutcome {
    /// It was changed.
    Done {
        /// What.
        step: BulkStep,
        /// How many acts of people its history has with this one: one more, and it is not taken back.
        acts: i64,
    },
    /// It was left as it is.
    Left {
        /// Why.
        why: LeftAlone,
    },
    /// It was changed, and that was taken back.
    TakenBack {
        /// What had been changed.
        step: BulkStep,
    },
    /// It was changed, and that could not be taken back.
    Stays {
        /// What was changed.
        step: BulkStep,
        /// Why it stays.
        why: LeftAlone,
    },
}

/// One action on many tickets, as it was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkChange {
    /// The id.
    pub id: BulkChangeId,
    /// Who did it.
    pub person_id: PersonId,
    /// The name and the hash under which a program sent it, so that sending it again changes nothing.
    pub request: Option<(String, ContentHash)>,
    /// When.
    pub done_at: Instant,
    /// When it was taken back.
    pub undone_at: Option<Instant>,
    /// The tickets with what became of each.
    pub lines: Vec<(TicketId, BulkOutcome)>,
}

impl BulkChange {
    /// Until when it can be taken back; none where that has been done, or nothing was changed.
    #[must_use]
    pub fn undo_until(&self) -> Option<Instant> {
        let spans = self.lines.iter().filter_map(|(_, outcome)| match outcome {
            BulkOutcome::Done { step, .. } => step.undoable_for(),
            _ => None,
        });
        let longest = spans.max().filter(|_| self.undone_at.is_none())?;
        Some(self.done_at + longest)
    }
}
