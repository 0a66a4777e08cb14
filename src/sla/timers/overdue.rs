//! What is missed and still owed.

use crate::sla::{ClockKind, Instant};

use super::Timers;

impl Timers {
    /// The earliest promise that was missed once for all and is still owed: a response or a solution past its due
    /// instant.
    ///
    /// It has no due instant to come, so [`Timers::next_due`] does not know it; a queue shows it before all that is
    /// still to break.
    #[must_use]
    pub fn overdue(&self) -> Option<(ClockKind, Instant)> {
        if !self.status.is_unresolved() {
            return None;
        }
        let owed = [ClockKind::Respond, ClockKind::Resolve].into_iter().filter_map(|kind| {
            let clock = self.clocks.get(kind);
            clock.breached.filter(|_| clock.end.is_none()).map(|due| (kind, due))
        });
        owed.min_by_key(|(_, due)| *due)
    }
}
