//! What the engine tells its caller.

use serde::{Deserialize, Serialize};

use crate::sla::{ClockKind, Instant};

use super::{Audience, What};

/// One thing that happened to a ticket's clocks, or that has to be sent because of it.
///
/// Facts of one instant come in this order: what ended, what started (each clock in the order respond,
/// update, resolve, a hold-over after its start), warnings, pages, emails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// When it happened, in UTC. A breach happens at its due instant, however late it is found.
    pub at: Instant,
    /// What happened.
    pub what: What,
    /// The clock that it is about, if it is about one.
    pub clock: Option<ClockKind>,
    /// The due instant: the new one for what starts or goes on, the one it had for what ended; none while paused.
    pub due: Option<Instant>,
    /// Whom a page or an email is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Audience>,
    /// Why a page or an email is sent, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl Fact {
    pub(super) fn of_clock(at: Instant, what: What, clock: ClockKind, due: Option<Instant>) -> Self {
        Self { at, what, clock: Some(clock), due, to: None, why: None }
    }

    pub(super) fn page(at: Instant, to: Audience, why: String) -> Self {
        Self { at, what: What::Page, clock: None, due: None, to: Some(to), why: Some(why) }
    }

    pub(super) fn email(at: Instant, to: Audience, why: String) -> Self {
        Self { at, what: What::Email, clock: None, due: None, to: Some(to), why: Some(why) }
    }

    /// Puts the facts of one instant into their order.
    pub(super) fn in_order(mut batch: Vec<Self>) -> Vec<Self> {
        batch.sort_by_key(|fact| (fact.what.rank(), fact.clock));
        batch
    }

    pub(super) fn about(mut self, clock: ClockKind, due: Option<Instant>) -> Self {
        self.clock = Some(clock);
        self.due = due;
        self
    }
}
