//! The beginning: a ticket arrives, and its clocks start or are held over.

use crate::sla::{ClockKind, Contract, Instant};

use super::{
    Arrival, Audience, Channel, Fact, Status, Timers, changes::Effects, clock_facts::ClockFacts, held::Held,
    page::Cause, per_clock::PerClock, phrase, standing::Standing, whole_microseconds,
};

impl Timers {
    /// Begins the clocks of a ticket that arrives, with the facts of its first instant: its clocks start, the
    /// on-call person is called where the contract covers the hour, the customer gets an acknowledgement.
    ///
    /// A severity that the contract does not list promises nothing.
    #[must_use]
    pub fn open(contract: &Contract, arrival: Arrival) -> (Self, Vec<Fact>) {
        let at = whole_microseconds(arrival.at);
        let started = ClockFacts { anchor: Some(at), ..ClockFacts::default() };
        let mut timers = Self {
            last: at,
            status: Status::Open,
            since: at,
            present: Held { since: at, code: arrival.severity.clone() },
            former: Vec::new(),
            pauses: Vec::new(),
            clocks: PerClock { respond: started.clone(), update: ClockFacts::default(), resolve: started },
            page: None,
            assigned: false,
        };
        timers.call_at_arrival(contract, at, &arrival);
        let before = PerClock::from_fn(|_| Standing::Off);
        let mut batch = timers.changes(contract, at, &before, &Effects::default());
        batch.push(timers.acknowledgement(contract, at));
        timers.settle(contract, at, &mut batch);
        (timers, Fact::in_order(batch))
    }

    fn call_at_arrival(&mut self, contract: &Contract, at: Instant, arrival: &Arrival) {
        let suggested = arrival.suggested.as_ref().filter(|_| arrival.channel == Channel::Email);
        if let Some(code) = suggested.filter(|code| self.needs_triage(contract, at, code)) {
            self.call(at, Cause::Triage, code.clone());
        } else if self.calls_out(contract, at) {
            self.call(at, Cause::Arrived, arrival.severity.clone());
        }
    }

    fn acknowledgement(&self, contract: &Contract, at: Instant) -> Fact {
        let promise = self.running(contract, ClockKind::Respond);
        Fact::email(
            at,
            Audience::Customer,
            phrase::acknowledgement(contract, self.severity(), promise.as_ref()),
        )
    }
}
