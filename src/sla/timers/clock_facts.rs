//! What is stored of one clock.

use chrono::serde::{ts_microseconds, ts_microseconds_option};
use serde::{Deserialize, Serialize};

use crate::sla::{ClockKind, Instant};

/// What has happened to one clock. What is due follows from this, the severities held and the pauses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ClockFacts {
    /// The event that last started it.
    #[serde(default, with = "ts_microseconds_option", skip_serializing_if = "Option::is_none")]
    pub(super) anchor: Option<Instant>,
    /// The place, in the history of severities, of the one held at the anchor.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) first_severity: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) end: Option<End>,
    /// The due instant last missed.
    #[serde(default, with = "ts_microseconds_option", skip_serializing_if = "Option::is_none")]
    pub(super) breached: Option<Instant>,
    /// How many due instants were missed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) misses: usize,
    /// How many of the contract's warnings were given since the anchor.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) warned: usize,
}

/// What ended a clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct End {
    #[serde(with = "ts_microseconds")]
    pub(super) at: Instant,
    pub(super) kind: Ending,
    /// The due instant that it had, if it was not paused.
    #[serde(default, with = "ts_microseconds_option", skip_serializing_if = "Option::is_none")]
    pub(super) due: Option<Instant>,
}

/// The ways in which a clock ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ending {
    /// In time.
    Met,
    /// After its due instant.
    MetLate,
    /// By something that did not meet it. It goes on where the ticket does.
    Stopped,
    /// Likewise, and what would have met it came afterwards: nothing is left to promise.
    Overtaken,
    /// What would have met it came while there was no target: nothing is left to promise.
    Untimed,
}

impl ClockFacts {
    /// Whether nothing can fall due any more. A missed update clock starts again; the others are missed once.
    pub(super) fn is_over(&self, kind: ClockKind) -> bool {
        self.end.is_some() || (self.breached.is_some() && kind != ClockKind::Update)
    }

    /// Starts it, or starts it again, while the severity at `first_severity` in the history is held.
    pub(super) fn start(&mut self, at: Instant, first_severity: usize) {
        self.anchor = Some(at);
        self.first_severity = first_severity;
        self.end = None;
        self.warned = 0;
    }

    pub(super) fn miss(&mut self, due: Instant) {
        self.breached = Some(due);
        self.misses = self.misses.saturating_add(1);
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}
