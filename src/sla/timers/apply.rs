//! An event: time passes up to it, and then it has its effects.

use crate::sla::{Band, ClockKind, Contract, Instant, ResponseMetBy, Severity, SeverityCode};

use super::{
    Audience, Author, Event, Fact, Status, Timers,
    changes::Effects,
    clock_facts::{End, Ending},
    held::Held,
    page::Cause,
    pause::Reach,
    per_clock::PerClock,
    phrase,
    standing::Standing,
    whole_microseconds,
};

impl Timers {
    /// Takes an event at `at`, after letting time pass up to it, and answers with everything that follows from both.
    ///
    /// An event before the last one taken in counts at that one's instant. A closed ticket takes none.
    pub fn apply(&mut self, contract: &Contract, at: Instant, event: Event) -> Vec<Fact> {
        let at = whole_microseconds(at).max(self.last);
        let mut facts = self.advance(contract, at);
        if self.status == Status::Closed {
            return facts;
        }
        self.last = at;
        let before = self.standings(contract);
        let effects = self.take(contract, at, event, &before);
        let mut batch = self.changes(contract, at, &before, &effects);
        batch.extend(effects.passed);
        batch.extend(effects.email.map(|why| Fact::email(at, Audience::Customer, why.to_owned())));
        self.settle(contract, at, &mut batch);
        facts.extend(Fact::in_order(batch));
        facts
    }

    fn take(
        &mut self,
        contract: &Contract,
        at: Instant,
        event: Event,
        before: &PerClock<Standing>,
    ) -> Effects {
        match event {
            Event::Reply(Author::Agent) => self.agent_reply(contract, at, before),
            Event::Reply(Author::Customer) => self.customer_reply(contract, at),
            Event::Reply(Author::System) | Event::Note => Effects::default(),
            Event::Acknowledge => self.acknowledge(contract, at, before),
            Event::Reclassify(code) => self.reclassify(contract, at, code),
            Event::SetStatus(status) => self.set_status(contract, at, status, before),
            Event::Solved => self.solve(at, before),
            Event::TakePage => {
                self.take_page(at);
                Effects::default()
            }
            Event::PassPage => Effects { passed: self.pass_page(contract, at), ..Effects::default() },
            Event::Assign(assigned) => {
                self.assigned = assigned;
                Effects::default()
            }
        }
    }

    fn agent_reply(&mut self, contract: &Contract, at: Instant, before: &PerClock<Standing>) -> Effects {
        self.take_page(at);
        self.finish(ClockKind::Respond, at, before);
        let restarted = self.status.is_unresolved();
        if restarted {
            self.start_update(contract, at);
        }
        Effects { restarted, email: Some(phrase::REPLY), ..Effects::default() }
    }

    fn customer_reply(&mut self, contract: &Contract, at: Instant) -> Effects {
        match self.status {
            Status::Open | Status::Closed => Effects::default(),
            Status::WaitingOnCustomer => self.leave_waiting(at, Status::Open),
            Status::Resolved => self.reopen(contract, at, Status::Open),
        }
    }

    /// An acknowledgement takes a page in any case; it is a response only where the contract says so.
    fn acknowledge(&mut self, contract: &Contract, at: Instant, before: &PerClock<Standing>) -> Effects {
        self.take_page(at);
        if contract.response_met_by() != ResponseMetBy::Acknowledgement || !self.status.is_unresolved() {
            return Effects::default();
        }
        self.finish(ClockKind::Respond, at, before);
        let restarted = self.clocks.update.anchor.is_none();
        if restarted {
            self.start_update(contract, at);
        }
        Effects { restarted, ..Effects::default() }
    }

    fn reclassify(&mut self, contract: &Contract, at: Instant, code: SeverityCode) -> Effects {
        let Some(next) = contract.severity(code.as_str()).filter(|_| code != self.present.code) else {
            return Effects::default();
        };
        let raised = contract.severity(self.present.code.as_str()).is_none_or(|now| next.rank() < now.rank());
        let former = std::mem::replace(&mut self.present, Held { since: at, code: code.clone() });
        self.former.push(former);
        if raised && self.status.is_unresolved() && self.calls_out(contract, at) {
            self.call(at, Cause::Raised, code);
        }
        Effects::default()
    }

    /// Starts the update clock, or starts it again. Where no resolution is ever promised, no other clock needs the
    /// pauses before that, but for those that the respond clock felt, and they are forgotten.
    pub(super) fn start_update(&mut self, contract: &Contract, at: Instant) {
        self.clocks.update.start(at, self.former.len());
        let promises_resolution = |severity: &Severity| {
            Band::ALL.iter().any(|band| severity.target(ClockKind::Resolve, *band).has_clock())
        };
        if !contract.severities().iter().any(promises_resolution) {
            self.pauses.retain(|pause| pause.reach == Reach::All);
        }
    }

    /// Ends a clock by what it waited for. What ended it before stays, but one that was only stopped can't go on any
    /// more.
    pub(super) fn finish(&mut self, kind: ClockKind, at: Instant, before: &PerClock<Standing>) {
        let clock = self.clocks.get_mut(kind);
        if let Some(end) = &mut clock.end {
            if end.kind == Ending::Stopped {
                end.kind = Ending::Overtaken;
            }
            return;
        }
        let (kind, due) = match before.get(kind) {
            Standing::Missed(due) => (Ending::MetLate, Some(*due)),
            Standing::Running(due) => (Ending::Met, Some(*due)),
            Standing::Paused => (Ending::Met, None),
            Standing::Off => (Ending::Untimed, None),
        };
        clock.end = Some(End { at, kind, due });
    }

    /// Ends a clock that counts, without meeting it.
    pub(super) fn stop(&mut self, kind: ClockKind, at: Instant, before: &PerClock<Standing>) {
        let due = match before.get(kind) {
            Standing::Off | Standing::Missed(_) => return,
            Standing::Paused => None,
            Standing::Running(due) => Some(*due),
        };
        self.clocks.get_mut(kind).end = Some(End { at, kind: Ending::Stopped, due });
    }
}
