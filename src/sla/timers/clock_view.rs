//! A clock as people see it.

use crate::sla::{ClockKind, Contract, Instant, SeverityCode, Target};

use super::{ClockState, Timers, candidate::Candidate, clock_facts::Ending, standing::Standing};

/// One clock of a ticket as people see it. All instants are UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockView {
    /// Where it stands.
    pub state: ClockState,
    /// The event that last started it.
    pub started: Option<Instant>,
    /// When it falls due, or fell due. None while it is paused, and where nothing is promised.
    pub due: Option<Instant>,
    /// When its time begins to count, where the event that set its promise was held over.
    pub held_over_until: Option<Instant>,
    /// When it was met or stopped.
    pub ended: Option<Instant>,
    /// The due instant last missed.
    pub breached: Option<Instant>,
    /// How many due instants were missed; more than one only for updates.
    pub misses: usize,
    /// Since when it stands still.
    pub paused_since: Option<Instant>,
    /// The severity whose promise sets the due instant. It may be a less severe one that the ticket held before.
    pub severity: Option<SeverityCode>,
    /// What that promise is.
    pub target: Option<Target>,
    /// How the due instant came about, in words that a customer can follow.
    pub explanation: String,
}

impl Timers {
    /// One clock as people see it, as far as events and time have been taken in.
    #[must_use]
    pub fn clock(&self, contract: &Contract, kind: ClockKind) -> ClockView {
        let facts = self.clocks.get(kind);
        let state = self.state(contract, kind);
        let then = self.when_it_counted(kind);
        let governing = then.governing(contract, kind, then.is_paused(kind).then_some(then.last));
        ClockView {
            state,
            started: facts.anchor,
            due: self.shown_due(kind, state, governing.as_ref()),
            held_over_until: governing
                .as_ref()
                .filter(|one| one.promise.held_over)
                .and_then(|one| one.promise.start),
            ended: facts.end.as_ref().filter(|end| end.kind != Ending::Untimed).map(|end| end.at),
            breached: facts.breached,
            misses: facts.misses,
            paused_since: (state == ClockState::Paused).then_some(self.since),
            severity: governing.as_ref().map(|one| one.severity.code().clone()),
            target: governing.as_ref().map(|one| one.promise.target),
            explanation: then.explanation(contract, kind, state, governing.as_ref()),
        }
    }

    fn state(&self, contract: &Contract, kind: ClockKind) -> ClockState {
        let facts = self.clocks.get(kind);
        match (facts.end.as_ref().map(|end| end.kind), self.standing(contract, kind)) {
            (Some(Ending::Met), _) => ClockState::Met,
            (Some(Ending::MetLate), _) => ClockState::MetLate,
            (Some(Ending::Stopped | Ending::Overtaken), _) => ClockState::Stopped,
            (Some(Ending::Untimed), _) => ClockState::NoTarget,
            (None, Standing::Running(_)) => ClockState::Running,
            (None, Standing::Paused) => ClockState::Paused,
            (None, Standing::Missed(_)) => ClockState::Breached,
            (None, Standing::Off) if facts.is_over(kind) => ClockState::Breached,
            (None, Standing::Off) if facts.anchor.is_none() => ClockState::NotStarted,
            (None, Standing::Off) => ClockState::NoTarget,
        }
    }

    fn shown_due(
        &self,
        kind: ClockKind,
        state: ClockState,
        governing: Option<&Candidate<'_>>,
    ) -> Option<Instant> {
        let facts = self.clocks.get(kind);
        match state {
            ClockState::Running => governing.map(|one| one.due),
            ClockState::Breached => facts.breached,
            ClockState::Met | ClockState::MetLate | ClockState::Stopped => {
                facts.end.as_ref().and_then(|end| end.due)
            }
            ClockState::Paused | ClockState::NotStarted | ClockState::NoTarget => None,
        }
    }

    /// The facts as they were when the clock was last on its way: what came after it was missed or ended does not
    /// belong to its story.
    fn when_it_counted(&self, kind: ClockKind) -> Self {
        let facts = self.clocks.get(kind);
        let ended = facts.end.as_ref().map(|end| end.at);
        let missed = facts.breached.filter(|_| kind != ClockKind::Update);
        let mut then = self.clone();
        let Some(until) = missed.or(ended) else { return then };
        while let Some(before) = then.former.last().filter(|_| then.present.since > until) {
            then.present = before.clone();
            then.former.pop();
        }
        then.pauses.retain(|pause| pause.from < until);
        for pause in &mut then.pauses {
            pause.to = pause.to.min(until);
        }
        then
    }
}
