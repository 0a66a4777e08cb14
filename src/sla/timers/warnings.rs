//! Warnings before a promise breaks.

use crate::sla::{ClockKind, Contract, Instant};

use super::{Audience, Fact, Timers, What, phrase};

impl Timers {
    /// By when somebody should look at the ticket again, as things stand at `now`: the earliest warning still to give;
    /// for a clock that has none left, once three quarters of the time until it falls due have gone; at once while a
    /// first response is owed that was missed. None while nothing falls due.
    #[must_use]
    pub fn look_again(&self, contract: &Contract, now: Instant) -> Option<Instant> {
        if self.overdue().is_some_and(|(kind, _)| kind == ClockKind::Respond) {
            return Some(now);
        }
        let of_clock = |kind: &ClockKind| {
            let due = self.running(contract, *kind)?.due;
            Some(self.next_warning_of(contract, *kind).unwrap_or_else(|| now + (due - now) * 3 / 4))
        };
        ClockKind::ALL.iter().filter_map(of_clock).min()
    }

    /// The earliest warning still to give.
    pub(super) fn next_warning(&self, contract: &Contract) -> Option<Instant> {
        ClockKind::ALL.iter().filter_map(|kind| self.next_warning_of(contract, *kind)).min()
    }

    /// Gives the warnings of a clock that are due at `at`; each share once in a clock's period.
    pub(super) fn warn(&mut self, contract: &Contract, at: Instant, kind: ClockKind, batch: &mut Vec<Fact>) {
        let Some(candidate) = self.running(contract, kind) else { return };
        let given = self.clocks.get(kind).warned;
        let now_due = contract.warn_at().iter().skip(given).take_while(|share| {
            self.warning(contract, kind, &candidate, **share).is_some_and(|instant| instant <= at)
        });
        let audience = if self.assigned { Audience::Assignee } else { Audience::Team };
        let mut count = 0;
        for share in now_due {
            count += 1;
            batch.push(Fact::of_clock(at, What::Warned, kind, Some(candidate.due)));
            let why = phrase::warning(contract, kind, *share, candidate.due);
            batch.push(Fact::email(at, audience, why).about(kind, Some(candidate.due)));
        }
        self.clocks.get_mut(kind).warned += count;
    }

    fn next_warning_of(&self, contract: &Contract, kind: ClockKind) -> Option<Instant> {
        let share = contract.warn_at().get(self.clocks.get(kind).warned)?;
        let candidate = self.running(contract, kind)?;
        self.warning(contract, kind, &candidate, *share)
    }
}
