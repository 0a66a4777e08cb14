//! A ticket's clocks, as a state machine over what happened.
//!
//! [`Timers`] holds facts alone: when the ticket arrived, which severities it held and when, when it waited on
//! the customer, what started, met and broke each clock. Every due instant follows from these and the contract.
//! So a late look finds exactly what punctual ones would have found, and nothing can drift apart.
//!
//! [`Timers::open`] begins a ticket, [`Timers::apply`] takes an event, [`Timers::advance`] lets time pass; each
//! answers with the [`Fact`]s that follow, in time order. [`Timers::next_wake`] says when to look again.
//!
//! Nothing here may read a clock, or know how facts are stored or sent.

mod advance;
mod apply;
mod arrival;
mod audience;
mod author;
mod calendar_change;
mod candidate;
mod change_status;
mod changes;
mod channel;
mod clock_facts;
mod clock_state;
mod clock_view;
mod event;
mod explanation;
mod fact;
mod held;
mod open;
mod overdue;
mod page;
mod page_view;
mod pause;
mod per_clock;
mod phrase;
mod standing;
mod status;
mod warnings;
mod what;

use chrono::serde::ts_microseconds;
use serde::{Deserialize, Serialize};

pub use arrival::Arrival;
pub use audience::Audience;
pub use author::Author;
pub use calendar_change::MovedClock;
pub use channel::Channel;
pub use clock_state::ClockState;
pub use clock_view::ClockView;
pub use event::Event;
pub use fact::Fact;
pub use page_view::PageView;
pub use status::Status;
pub use what::What;

use crate::sla::{Instant, SeverityCode};
use clock_facts::ClockFacts;
use held::Held;
use page::Page;
use pause::Pause;
use per_clock::PerClock;

/// The clocks of one ticket: what has happened to them so far.
///
/// Every method takes the contract, which must be the version that the ticket was opened under. Instants are UTC
/// and counted in whole microseconds; what is finer is cut off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timers {
    /// The last event or breach taken in: nothing can happen before it any more.
    #[serde(with = "ts_microseconds")]
    last: Instant,
    status: Status,
    /// Since when the ticket has this status.
    #[serde(with = "ts_microseconds")]
    since: Instant,
    /// The severity held now.
    present: Held,
    /// Those held before since the arrival, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    former: Vec<Held>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pauses: Vec<Pause>,
    clocks: PerClock<ClockFacts>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    page: Option<Page>,
    #[serde(default, skip_serializing_if = "is_false")]
    assigned: bool,
}

impl Timers {
    /// Where the ticket stands.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status
    }

    /// The severity that the ticket has now.
    #[must_use]
    pub fn severity(&self) -> &SeverityCode {
        &self.present.code
    }
}

/// Cuts an instant to whole microseconds, the finest that is stored.
fn whole_microseconds(at: Instant) -> Instant {
    Instant::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at)
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}
