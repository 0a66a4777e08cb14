//! What an event changed, found by comparing the clocks before and after it.

use crate::sla::{ClockKind, Contract, Instant};

use super::{
    Fact, Timers, What,
    candidate::Candidate,
    clock_facts::Ending,
    per_clock::PerClock,
    standing::Standing::{self, Missed, Off, Paused, Running},
};

/// What an event did that the clocks before and after it do not show.
#[derive(Debug, Default)]
pub(super) struct Effects {
    /// The update clock started, or started again.
    pub(super) restarted: bool,
    /// The clocks that go on where they stood still: the ticket was resolved, and is open again.
    pub(super) reopened: PerClock<bool>,
    /// The customer is told, for this reason.
    pub(super) email: Option<&'static str>,
    /// The next step of the chain was called before its time.
    pub(super) passed: Option<Fact>,
}

impl Timers {
    /// What happened to the clocks at an instant, read from how they stood before and how they stand now.
    pub(super) fn changes(
        &self,
        contract: &Contract,
        at: Instant,
        before: &PerClock<Standing>,
        effects: &Effects,
    ) -> Vec<Fact> {
        ClockKind::ALL
            .iter()
            .flat_map(|kind| self.change(contract, at, *kind, *before.get(*kind), effects))
            .collect()
    }

    fn change(
        &self,
        contract: &Contract,
        at: Instant,
        kind: ClockKind,
        before: Standing,
        effects: &Effects,
    ) -> Vec<Fact> {
        let fact = |what, due| vec![Fact::of_clock(at, what, kind, due)];
        if let Some(fact) = self.ending(at, kind, before) {
            return vec![fact];
        }
        let restarted = effects.restarted && kind == ClockKind::Update;
        let goes_on = *effects.reopened.get(kind);
        match (before, self.standing(contract, kind)) {
            (_, Paused | Running(_)) if restarted => self.begun(contract, at, kind, What::Started),
            (Off, Paused | Running(_)) if goes_on => self.begun(contract, at, kind, What::Resumed),
            (Off, Paused | Running(_)) => self.begun(contract, at, kind, What::Started),
            (Running(_), Paused) => fact(What::Paused, None),
            (Paused, Running(due)) => fact(What::Resumed, Some(due)),
            (Running(old), Running(new)) if old != new => fact(What::DueChanged, Some(new)),
            (Running(due), Off) => fact(What::Stopped, Some(due)),
            (Paused, Off) => fact(What::Stopped, None),
            _ => Vec::new(),
        }
    }

    /// The fact of an end that came just now to a clock that counted, or that had been missed.
    fn ending(&self, at: Instant, kind: ClockKind, before: Standing) -> Option<Fact> {
        let clock = self.clocks.get(kind);
        let end = clock.end.as_ref().filter(|end| end.at == at)?;
        let what = match (end.kind, before) {
            (Ending::Met, Running(_) | Paused) => What::Met,
            (Ending::Stopped, Running(_) | Paused) => What::Stopped,
            (Ending::MetLate, Missed(_)) => What::MetLate,
            _ => return None,
        };
        Some(Fact::of_clock(at, what, kind, end.due))
    }

    /// A clock that begins to count, with the due instant that it has if it runs; then its hold-over, and that it is
    /// paused at once where the ticket waits.
    fn begun(&self, contract: &Contract, at: Instant, kind: ClockKind, what: What) -> Vec<Fact> {
        let Some(candidate) = self.governing(contract, kind, Some(at)) else { return Vec::new() };
        let due = Some(candidate.due);
        let mut facts = vec![Fact::of_clock(at, what, kind, due)];
        if what == What::Started && is_held_over(&candidate, at) {
            facts.push(Fact::of_clock(at, What::HeldOver, kind, due));
        }
        if self.is_paused(kind) {
            facts.push(Fact::of_clock(at, What::Paused, kind, None));
        }
        facts
    }
}

fn is_held_over(candidate: &Candidate<'_>, at: Instant) -> bool {
    candidate.promise.held_over && candidate.promise.start.is_some_and(|start| start > at)
}
