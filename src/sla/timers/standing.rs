//! Which clocks count at an instant.

use crate::sla::{ClockKind, Contract, Instant};

use super::{Status, Timers, candidate::Candidate, per_clock::PerClock};

/// Whether a clock counts at this moment, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing falls due.
    Off,
    /// It stands still; its due instant is not known before it goes on.
    Paused,
    /// It falls due then.
    Running(Instant),
    /// It fell due then, and is not met yet.
    Missed(Instant),
}

impl Timers {
    /// How all three clocks stand.
    pub(super) fn standings(&self, contract: &Contract) -> PerClock<Standing> {
        PerClock::from_fn(|kind| self.standing(contract, kind))
    }

    pub(super) fn standing(&self, contract: &Contract, kind: ClockKind) -> Standing {
        let clock = self.clocks.get(kind);
        if self.status != Status::Closed && clock.end.is_none() && clock.is_over(kind) {
            return clock.breached.map_or(Standing::Off, Standing::Missed);
        }
        match self.live(contract, kind) {
            None => Standing::Off,
            Some(_) if self.is_paused(kind) => Standing::Paused,
            Some(candidate) => Standing::Running(candidate.due),
        }
    }

    /// The promise by which a clock that is not paused falls due.
    pub(super) fn running<'c>(&self, contract: &'c Contract, kind: ClockKind) -> Option<Candidate<'c>> {
        if self.is_paused(kind) {
            return None;
        }
        self.live(contract, kind)
    }

    pub(super) fn is_paused(&self, kind: ClockKind) -> bool {
        self.status == Status::WaitingOnCustomer && kind != ClockKind::Respond
    }

    fn live<'c>(&self, contract: &'c Contract, kind: ClockKind) -> Option<Candidate<'c>> {
        if !self.status.is_unresolved() || self.clocks.get(kind).is_over(kind) {
            return None;
        }
        self.governing(contract, kind, None)
    }
}
