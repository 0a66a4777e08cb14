//! Pauses, and their history.

use chrono::serde::ts_microseconds;
use serde::{Deserialize, Serialize};

use crate::sla::{Calendar, Instant, Promise};

/// A time in which update and resolve clocks stand still: the customer has to act, or the ticket was resolved
/// and later reopened. It begins at `from` and ends just before `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pause {
    #[serde(with = "ts_microseconds")]
    pub(super) from: Instant,
    #[serde(with = "ts_microseconds")]
    pub(super) to: Instant,
}

impl Pause {
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

/// Adds a pause to a history, joined to the one before where nothing lies between. One without length changes nothing.
pub(super) fn add(pauses: &mut Vec<Pause>, pause: Pause) {
    if pause.to <= pause.from {
        return;
    }
    match pauses.last_mut() {
        Some(before) if before.to == pause.from => before.to = pause.to,
        _ => pauses.push(pause),
    }
}
