//! Pauses, and their history.

use chrono::serde::ts_microseconds;
use serde::{Deserialize, Serialize};

use crate::sla::{Calendar, ClockKind, Instant, Promise};

/// A time in which clocks stand still: the customer has to act, or the ticket was resolved and later reopened. It begins
/// at `from` and ends just before `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pause {
    #[serde(with = "ts_microseconds")]
    pub(super) from: Instant,
    #[serde(with = "ts_microseconds")]
    pub(super) to: Instant,
    #[serde(default, skip_serializing_if = "Reach::is_usual")]
    pub(super) reach: Reach,
}

/// Which clocks stand still.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Reach {
    /// An answer is owed all the same, or was given.
    #[default]
    UpdateAndResolve,
    /// The customer had said that it is solved before anybody answered.
    All,
}

impl Reach {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    fn is_usual(&self) -> bool {
        *self == Self::UpdateAndResolve
    }
}

impl Pause {
    /// Whether a clock stood still in it.
    pub(super) fn is_felt_by(self, kind: ClockKind) -> bool {
        kind != ClockKind::Respond || self.reach == Reach::All
    }

    /// Where this pause moves an instant of a promise that was made at `since`: what was left until then, in the
    /// time in which the target counts, counts again from the end of the pause, without a new hold-over. A promise
    /// made within the pause has everything left.
    ///
    /// None where the counted time never comes.
    pub(super) fn moves(
        self,
        calendar: &Calendar,
        since: Instant,
        promise: &Promise,
        due: Instant,
    ) -> Option<Instant> {
        if self.to <= since {
            return Some(due);
        }
        let left = if self.from <= since {
            calendar.elapsed(promise.counted_in, promise.start?, due)
        } else if self.from <= due {
            calendar.elapsed(promise.counted_in, self.from, due)
        } else {
            return Some(due);
        };
        calendar.advance(promise.counted_in, self.to, left)
    }
}

/// Adds a pause to a history, joined to the one before where nothing lies between and the same clocks stood still. One without length changes nothing.
pub(super) fn add(pauses: &mut Vec<Pause>, pause: Pause) {
    if pause.to <= pause.from {
        return;
    }
    match pauses.last_mut() {
        Some(before) if before.to == pause.from && before.reach == pause.reach => before.to = pause.to,
        _ => pauses.push(pause),
    }
}
