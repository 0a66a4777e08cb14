//! The three clocks side by side.

use serde::{Deserialize, Serialize};

use crate::sla::ClockKind;

/// One thing for each of the three clocks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PerClock<T> {
    pub(super) respond: T,
    pub(super) update: T,
    pub(super) resolve: T,
}

impl<T> PerClock<T> {
    pub(super) fn from_fn(mut make: impl FnMut(ClockKind) -> T) -> Self {
        Self {
            respond: make(ClockKind::Respond),
            update: make(ClockKind::Update),
            resolve: make(ClockKind::Resolve),
        }
    }

    pub(super) fn get(&self, kind: ClockKind) -> &T {
        match kind {
            ClockKind::Respond => &self.respond,
            ClockKind::Update => &self.update,
            ClockKind::Resolve => &self.resolve,
        }
    }

    pub(super) fn get_mut(&mut self, kind: ClockKind) -> &mut T {
        match kind {
            ClockKind::Respond => &mut self.respond,
            ClockKind::Update => &mut self.update,
            ClockKind::Resolve => &mut self.resolve,
        }
    }
}
