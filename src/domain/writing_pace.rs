//! How much one customer may write: more than anybody types, and less than a program that runs wild would send.

use std::num::NonZeroU32;

use chrono::TimeDelta;

/// What a customer writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// A report that opens a ticket.
    Ticket,
    /// A reply in a ticket.
    Reply,
}

/// How much one customer may write within an hour by the portal and the API; none for as much as they like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WritingPace {
    /// Reports.
    pub tickets: Option<NonZeroU32>,
    /// Replies, in all tickets together.
    pub replies: Option<NonZeroU32>,
}

impl WritingPace {
    /// How long something that was written counts.
    pub const WINDOW: TimeDelta = TimeDelta::hours(1);

    /// How many of these may be written within [`WritingPace::WINDOW`].
    #[must_use]
    pub fn most(self, writing: Writing) -> Option<i32> {
        let most = match writing {
            Writing::Ticket => self.tickets,
            Writing::Reply => self.replies,
        };
        most.and_then(|most| i32::try_from(most.get()).ok())
    }
}

/// One customer has written as much as is taken: this was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMuch {
    /// What it was.
    pub writing: Writing,
    /// How many of it were taken.
    pub most: i32,
    /// How long to wait.
    pub retry_after: TimeDelta,
}

impl std::fmt::Display for TooMuch {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let what = match (self.writing, self.most) {
            (Writing::Ticket, 1) => "report",
            (Writing::Ticket, _) => "reports",
            (Writing::Reply, 1) => "reply",
            (Writing::Reply, _) => "replies",
        };
        write!(
            formatter,
            "You have sent {} {what} within an hour, as many as we take from one person.",
            self.most
        )
    }
}
