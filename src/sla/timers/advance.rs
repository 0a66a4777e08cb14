//! Time passes: everything that happens by itself, one instant after the other.

use chrono::TimeDelta;

use crate::sla::{ClockKind, Contract, Instant};

use super::{
    Audience, Fact, Timers, What, changes::Effects, per_clock::PerClock, phrase, standing::Standing,
    whole_microseconds,
};

/// What comes next by itself. At one instant, warnings and pages come before breaches: a clock is met by an event at
/// its due instant, and breached the moment after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Next {
    Call(Instant),
    Breach(Instant),
}

impl Next {
    /// The first instant at which it can be known to have happened.
    fn wake(self) -> Instant {
        match self {
            Self::Call(at) => at,
            Self::Breach(due) => due.checked_add_signed(TimeDelta::microseconds(1)).unwrap_or(due),
        }
    }
}

impl Timers {
    /// Lets time pass up to `now`: breaches at their true due instants, update clocks starting again, warnings,
    /// steps of a page. One late call answers with what many punctual ones would have, and a repeated one with nothing.
    pub fn advance(&mut self, contract: &Contract, now: Instant) -> Vec<Fact> {
        let now = whole_microseconds(now);
        let mut facts = Vec::new();
        while let Some(next) = self.next(contract).filter(|next| next.wake() <= now) {
            let mut batch = match next {
                Next::Call(_) => Vec::new(),
                Next::Breach(due) => self.breach(contract, due),
            };
            let (Next::Call(at) | Next::Breach(at)) = next;
            self.last = self.last.max(at);
            self.settle(contract, at, &mut batch);
            facts.extend(Fact::in_order(batch));
        }
        facts
    }

    /// The earliest instant at which [`advance`](Self::advance) would answer with a fact, if nothing else happens
    /// before. For a breach it is the microsecond after the due instant.
    #[must_use]
    pub fn next_wake(&self, contract: &Contract) -> Option<Instant> {
        self.next(contract).map(Next::wake)
    }

    /// The running clock that falls due first, and when. Paused clocks and missed ones have no due instant.
    #[must_use]
    pub fn next_due(&self, contract: &Contract) -> Option<(ClockKind, Instant)> {
        self.dues(contract).min_by_key(|(_, due)| *due)
    }

    /// Gives the warnings that are due at `at` and the steps of a page.
    pub(super) fn settle(&mut self, contract: &Contract, at: Instant, batch: &mut Vec<Fact>) {
        for kind in ClockKind::ALL {
            self.warn(contract, at, *kind, batch);
        }
        self.step_page(contract, at, batch);
    }

    fn next(&self, contract: &Contract) -> Option<Next> {
        let call =
            self.next_warning(contract).into_iter().chain(self.next_step(contract)).min().map(Next::Call);
        let breach = self.dues(contract).map(|(_, due)| Next::Breach(due)).min();
        match (call, breach) {
            (Some(Next::Call(at)), Some(Next::Breach(due))) if due < at => breach,
            (None, breach) => breach,
            (call, _) => call,
        }
    }

    fn dues(&self, contract: &Contract) -> impl Iterator<Item = (ClockKind, Instant)> {
        ClockKind::ALL.iter().filter_map(|kind| Some((*kind, self.running(contract, *kind)?.due)))
    }

    /// Records every miss at this due instant. A missed update clock starts again there; so does one that had not
    /// started, when the response is missed.
    fn breach(&mut self, contract: &Contract, due: Instant) -> Vec<Fact> {
        let missed: Vec<ClockKind> =
            self.dues(contract).filter(|(_, other)| *other == due).map(|(kind, _)| kind).collect();
        let mut batch = Vec::new();
        for kind in &missed {
            self.clocks.get_mut(*kind).miss(due);
            batch.push(Fact::of_clock(due, What::Breached, *kind, Some(due)));
            let why = phrase::breach(contract, *kind, due);
            batch.push(Fact::email(due, Audience::Customer, why).about(*kind, Some(due)));
        }
        let before = self.standings(contract);
        let first_response = missed.contains(&ClockKind::Respond) && self.clocks.update.anchor.is_none();
        if first_response || missed.contains(&ClockKind::Update) {
            self.start_update(contract, due);
            batch.extend(self.restarted_by_miss(contract, due, &before));
        }
        batch
    }

    fn restarted_by_miss(&self, contract: &Contract, due: Instant, before: &PerClock<Standing>) -> Vec<Fact> {
        let mut facts =
            self.changes(contract, due, before, &Effects { restarted: true, ..Effects::default() });
        // A target that the new start's band does not have ends quietly: the breach has told already.
        facts.retain(|fact| fact.what != What::Stopped);
        facts
    }
}
