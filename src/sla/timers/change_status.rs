//! A new status: what it pauses, resumes and ends.

use crate::sla::{ClockKind, Contract, Instant};

use super::{
    Status, Timers,
    changes::Effects,
    clock_facts::{ClockFacts, Ending},
    pause::{self, Pause, Reach},
    per_clock::PerClock,
    phrase,
    standing::Standing,
};

impl Timers {
    /// An agent sets the status. Setting the one that the ticket has changes nothing.
    pub(super) fn set_status(
        &mut self,
        contract: &Contract,
        at: Instant,
        status: Status,
        before: &PerClock<Standing>,
    ) -> Effects {
        match (self.status, status) {
            (from, to) if from == to => Effects::default(),
            (Status::Closed, _) => Effects::default(),
            (_, Status::Closed) => self.close(at, before),
            (Status::Resolved, to) => self.reopen(contract, at, to),
            (_, Status::Resolved) => self.resolve(at, before),
            (Status::WaitingOnCustomer, to) => self.leave_waiting(at, to),
            (Status::Open, to) => {
                self.enter(at, to);
                Effects::default()
            }
        }
    }

    /// The customer acted, or an agent goes on without them: what stood still goes on.
    pub(super) fn leave_waiting(&mut self, at: Instant, to: Status) -> Effects {
        self.end_pause(at);
        self.enter(at, to);
        Effects::default()
    }

    /// The customer says that it is solved. Every clock that counts is stopped: its promise was neither kept nor
    /// broken by us. What was missed stays missed, and is not made good by this.
    pub(super) fn solve(&mut self, at: Instant, before: &PerClock<Standing>) -> Effects {
        if !self.status.is_unresolved() {
            return Effects::default();
        }
        self.take_page(at);
        for kind in ClockKind::ALL {
            self.stop(*kind, at, before);
        }
        if self.status == Status::WaitingOnCustomer {
            self.end_pause(at);
        }
        self.enter(at, Status::Resolved);
        Effects { email: Some(phrase::SOLVED), ..Effects::default() }
    }

    /// Brings a resolved ticket back. Update starts anew. A resolve clock that was met in time goes on as after a pause,
    /// and so does an answer or a solution that was still owed when the customer said that it is solved; what was met
    /// late stays so.
    pub(super) fn reopen(&mut self, contract: &Contract, at: Instant, to: Status) -> Effects {
        self.end_pause(at);
        self.enter(at, to);
        let (respond, resolve) = (ending(&self.clocks.respond), ending(&self.clocks.resolve));
        if respond == Some(Ending::Stopped) {
            self.clocks.respond.end = None;
        }
        if matches!(resolve, Some(Ending::Met | Ending::Stopped | Ending::Untimed)) {
            self.clocks.resolve.end = None;
        }
        self.start_update(contract, at);
        let reopened = PerClock {
            respond: respond == Some(Ending::Stopped),
            update: false,
            resolve: matches!(resolve, Some(Ending::Met | Ending::Stopped)),
        };
        Effects { restarted: true, reopened, ..Effects::default() }
    }

    /// Resolving answers the customer too, and stops whatever else counts.
    fn resolve(&mut self, at: Instant, before: &PerClock<Standing>) -> Effects {
        self.take_page(at);
        self.finish(ClockKind::Respond, at, before);
        self.stop(ClockKind::Update, at, before);
        self.finish(ClockKind::Resolve, at, before);
        if self.status == Status::WaitingOnCustomer {
            self.end_pause(at);
        }
        self.enter(at, Status::Resolved);
        Effects { email: Some(phrase::RESOLUTION), ..Effects::default() }
    }

    fn close(&mut self, at: Instant, before: &PerClock<Standing>) -> Effects {
        self.take_page(at);
        for kind in ClockKind::ALL {
            self.stop(*kind, at, before);
        }
        self.enter(at, Status::Closed);
        Effects::default()
    }

    fn enter(&mut self, at: Instant, status: Status) {
        self.status = status;
        self.since = at;
    }

    /// Closes the pause that began with the present status. Who waits for the customer owes an answer all the same.
    fn end_pause(&mut self, at: Instant) {
        let is_answered = !matches!(ending(&self.clocks.respond), None | Some(Ending::Stopped));
        let reach = match self.status {
            Status::Resolved if !is_answered => Reach::All,
            _ => Reach::UpdateAndResolve,
        };
        pause::add(&mut self.pauses, Pause { from: self.since, to: at, reach });
    }
}

fn ending(clock: &ClockFacts) -> Option<Ending> {
    clock.end.as_ref().map(|end| end.kind)
}
