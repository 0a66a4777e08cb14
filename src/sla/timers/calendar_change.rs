//! What becomes of running clocks when the calendar that they count in changes under them.

use crate::sla::{ClockKind, Contract, Instant};

use super::{Fact, Timers, changes::Effects, standing::Standing, whole_microseconds};

/// A running clock whose due instant another calendar moves. Both instants are UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MovedClock {
    /// The clock.
    pub clock: ClockKind,
    /// When it falls due as things stand.
    pub from: Instant,
    /// When it would fall due.
    pub to: Instant,
}

impl Timers {
    /// The running clocks that fall due at another instant under `after`, which is the same agreement with another
    /// calendar. A paused clock shows its due instant only when it goes on, so it is not among them.
    #[must_use]
    pub fn moved_by(&self, before: &Contract, after: &Contract) -> Vec<MovedClock> {
        let moved = |clock: &ClockKind| match (self.standing(before, *clock), self.standing(after, *clock)) {
            (Standing::Running(from), Standing::Running(to)) if from != to => {
                Some(MovedClock { clock: *clock, from, to })
            }
            _ => None,
        };
        ClockKind::ALL.iter().filter_map(moved).collect()
    }

    /// Lets the calendar change at `at`: what fell due by then is judged by the calendar before, and what was recorded
    /// stays; clocks that still run fall due by the calendar after.
    pub fn change_calendar(&mut self, before: &Contract, after: &Contract, at: Instant) -> Vec<Fact> {
        let at = whole_microseconds(at).max(self.last);
        let mut facts = self.advance(before, at);
        let standings = self.standings(before);
        self.last = at;
        let mut batch = self.changes(after, at, &standings, &Effects::default());
        self.settle(after, at, &mut batch);
        facts.extend(Fact::in_order(batch));
        facts
    }
}
