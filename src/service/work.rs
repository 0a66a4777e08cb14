//! One change of one ticket: load it, let the engine run, write down everything that follows.

use std::sync::Arc;

use super::{Context, ServiceError, notices, paging, staff_notices, webhook_events};
use crate::domain::{
    Activity, ActivityId, ActivityKind, Actor, Breach, BreachId, PromiseId, PromiseOutcome, PromiseRecord,
    Rest, Ticket, TicketId, Viewer, WakeCause,
};
use crate::sla::{ClockKind, Contract, Event, Fact, Instant, Status, What};
use crate::store::{self, Connection};

/// A ticket in the middle of a change. [`Work::finish`] writes it; dropping it without that writes nothing of the
/// ticket.
pub(super) struct Work<'a> {
    pub(super) c: &'a mut Connection,
    pub(super) cx: &'a Context,
    pub(super) actor: Actor,
    pub(super) ticket: Ticket,
    pub(super) contract: Arc<Contract>,
    /// Breaches found so far in this change, in order.
    pub(super) missed: Vec<Fact>,
    /// What this change adds to the history.
    history: Vec<Activity>,
    /// Whether this very change has brought the ticket back from a snooze.
    pub(super) is_woken: bool,
    /// The ticket as the database has it.
    written: Ticket,
    /// Whether this very change has written it first.
    is_new: bool,
}

impl<'a> Work<'a> {
    /// Loads and locks a ticket that the viewer may see.
    pub(super) fn load(
        c: &'a mut Connection,
        cx: &'a Context,
        viewer: Viewer,
        id: TicketId,
    ) -> Result<Self, ServiceError> {
        store::ticket::find(c, viewer, id)?.ok_or(ServiceError::NotFound("ticket"))?;
        Self::load_as(c, cx, Actor::Person(viewer.person_id()), id)
    }

    /// The same for a change that no closed ticket takes, by a caller who may have seen an older version of it.
    pub(super) fn load_unclosed(
        c: &'a mut Connection,
        cx: &'a Context,
        viewer: Viewer,
        id: TicketId,
        seen: Option<i64>,
    ) -> Result<Self, ServiceError> {
        let work = Self::load(c, cx, viewer, id)?;
        work.expect_version(seen)?;
        work.refuse_if_closed()?;
        Ok(work)
    }

    /// Loads and locks a ticket for the installation itself.
    pub(super) fn load_as(
        c: &'a mut Connection,
        cx: &'a Context,
        actor: Actor,
        id: TicketId,
    ) -> Result<Self, ServiceError> {
        let ticket = store::ticket::lock(c, id)?.ok_or(ServiceError::NotFound("ticket"))?;
        let contract = cx.contracts.get(c, ticket.contract_version_id)?;
        Ok(Self::begin(c, cx, actor, ticket, contract, false))
    }

    /// A ticket that is not in the database yet.
    pub(super) fn open(
        c: &'a mut Connection,
        cx: &'a Context,
        actor: Actor,
        ticket: Ticket,
        contract: Arc<Contract>,
    ) -> Result<Self, ServiceError> {
        store::ticket::insert(c, &ticket)?;
        Ok(Self::begin(c, cx, actor, ticket, contract, true))
    }

    fn begin(
        c: &'a mut Connection,
        cx: &'a Context,
        actor: Actor,
        ticket: Ticket,
        contract: Arc<Contract>,
        is_new: bool,
    ) -> Self {
        let (missed, history, written) = (Vec::new(), Vec::new(), ticket.clone());
        Self { c, cx, actor, ticket, contract, missed, history, is_woken: false, written, is_new }
    }

    /// Refuses the change if the caller saw an older version of the ticket.
    pub(super) fn expect_version(&self, seen: Option<i64>) -> Result<(), ServiceError> {
        match seen {
            Some(seen) if seen != self.ticket.version => Err(ServiceError::Stale),
            _ => Ok(()),
        }
    }

    /// Refuses any change of a closed ticket.
    pub(super) fn refuse_if_closed(&self) -> Result<(), ServiceError> {
        match self.ticket.status {
            Status::Closed => Err(ServiceError::Conflict(
                "This ticket is closed, and closing is final. Open a new ticket, or reply to open a follow-up."
                    .to_owned(),
            )),
            _ => Ok(()),
        }
    }

    /// Lets an event happen now, and writes down what the clocks make of it.
    pub(super) fn apply(&mut self, event: Event) -> Result<(), ServiceError> {
        self.apply_at(self.cx.now, event)
    }

    /// Lets an event happen at an instant, for a mail that was received before it was read.
    pub(super) fn apply_at(&mut self, at: Instant, event: Event) -> Result<(), ServiceError> {
        let contract = Arc::clone(&self.contract);
        let facts = self.ticket.timers.apply(&contract, at, event);
        self.record_facts(facts)
    }

    /// Lets time pass up to now.
    pub(super) fn advance(&mut self) -> Result<(), ServiceError> {
        let contract = Arc::clone(&self.contract);
        let facts = self.ticket.timers.advance(&contract, self.cx.now);
        self.record_facts(facts)
    }

    /// Lets the contract's calendar change now: an entry says which day, and running clocks follow the other calendar.
    pub(super) fn change_calendar(
        &mut self,
        after: Arc<Contract>,
        entry: ActivityKind,
    ) -> Result<(), ServiceError> {
        let before = std::mem::replace(&mut self.contract, after);
        let facts = self.ticket.timers.change_calendar(&before, &self.contract, self.cx.now);
        self.log(entry);
        self.record_facts(facts)
    }

    /// Writes what the engine found: history, promises, breaches, warnings, pages.
    pub(super) fn record_facts(&mut self, facts: Vec<Fact>) -> Result<(), ServiceError> {
        for fact in facts {
            match fact.what {
                What::Email => continue,
                What::Page => paging::page(self, &fact)?,
                What::Warned => staff_notices::warn(self, &fact)?,
                What::Breached => self.breach(&fact)?,
                What::Started => self.start_promise(&fact)?,
                What::Met => self.end_promise(&fact, PromiseOutcome::Kept)?,
                What::MetLate => self.met_late(&fact)?,
                What::Stopped => self.end_promise(&fact, PromiseOutcome::Stopped)?,
                What::Paused | What::Resumed | What::DueChanged => self.move_promise(&fact)?,
                What::HeldOver => {}
            }
            let (at, calls) = (fact.at, matches!(fact.what, What::Warned | What::Breached | What::Page));
            self.log_at(at, ActivityKind::Clock { fact });
            if calls {
                self.wake(at, WakeCause::Promise)?;
            }
        }
        Ok(())
    }

    /// Adds an entry to the history, at now.
    pub(super) fn log(&mut self, kind: ActivityKind) {
        self.log_at(self.cx.now, kind);
    }

    /// Adds an entry to the history. What the clocks did is the installation's doing, whoever caused it.
    pub(super) fn log_at(&mut self, at: Instant, kind: ActivityKind) {
        let actor = match kind {
            ActivityKind::Clock { .. }
            | ActivityKind::Notified { .. }
            | ActivityKind::SnoozeEnded { cause: WakeCause::Time | WakeCause::Promise } => Actor::System,
            _ => self.actor,
        };
        self.history.push(Activity {
            id: ActivityId::new(self.cx.now),
            ticket_id: self.ticket.id,
            at,
            recorded_at: self.cx.now,
            actor,
            kind,
        });
    }

    /// Tells the customer of what was missed, writes the history, brings the ticket's columns up to date, and writes
    /// it.
    pub(super) fn finish(mut self) -> Result<Ticket, ServiceError> {
        if !self.missed.is_empty() {
            notices::breach(&mut self)?;
        }
        self.settle_rest()?;
        self.ticket.next_wake_at = self.next_wake();
        let now = self.cx.now;
        let ticket = &mut self.ticket;
        ticket.status = ticket.timers.status();
        let due = ticket.timers.overdue().into_iter().chain(ticket.timers.next_due(&self.contract));
        ticket.next_due = due.min_by_key(|(_, at)| *at);
        ticket.updated_at = now;
        store::activity::insert_all(self.c, &self.history)?;
        webhook_events::write(self.c, self.cx, ticket, &self.history)?;
        if self.is_new && self.written == *ticket {
            return Ok(self.ticket);
        }
        ticket.version += 1;
        store::ticket::update(self.c, &self.written, ticket)?;
        if !self.is_new && !self.history.iter().any(|entry| entry.kind.is_for_customers()) {
            store::ticket::set_internal(self.c, &self.written, ticket)?;
        }
        Ok(self.ticket)
    }

    /// When the ticket has to be looked at again.
    pub(super) fn next_wake(&self) -> Option<Instant> {
        let back_at = match self.ticket.rest {
            Rest::Until(until) => Some(until),
            Rest::Awake | Rest::Back => None,
        };
        self.ticket.timers.next_wake(&self.contract).into_iter().chain(back_at).min()
    }

    fn breach(&mut self, fact: &Fact) -> Result<(), ServiceError> {
        let (Some(clock), Some(due_at)) = (fact.clock, fact.due) else { return Ok(()) };
        self.end_promise(fact, PromiseOutcome::Broken)?;
        let breach = Breach {
            id: BreachId::new(self.cx.now),
            ticket_id: self.ticket.id,
            clock,
            severity: self.ticket.severity.code.clone(),
            due_at,
            recorded_at: self.cx.now,
            met_at: None,
        };
        if store::breach::insert(self.c, &breach)? {
            self.ticket.breach_count += 1;
            self.missed.push(fact.clone());
        }
        Ok(())
    }

    /// A restart ends the period before it: it was kept, or its miss is already recorded.
    fn start_promise(&mut self, fact: &Fact) -> Result<(), ServiceError> {
        let Some(clock) = fact.clock else { return Ok(()) };
        if !self.is_new || self.has_moved(clock) {
            self.end_promise(fact, PromiseOutcome::Kept)?;
        }
        let record = PromiseRecord {
            id: PromiseId::new(self.cx.now),
            ticket_id: self.ticket.id,
            clock,
            severity: self.ticket.severity.code.clone(),
            started_at: fact.at,
            due_at: fact.due,
            outcome: PromiseOutcome::Running,
            ended_at: None,
        };
        Ok(store::promise::insert(self.c, &record)?)
    }

    /// Whether this change has moved the clock before.
    fn has_moved(&self, clock: ClockKind) -> bool {
        let moved = |entry: &Activity| matches!(&entry.kind, ActivityKind::Clock { fact } if fact.clock == Some(clock));
        self.history.iter().any(moved)
    }

    fn end_promise(&mut self, fact: &Fact, outcome: PromiseOutcome) -> Result<(), ServiceError> {
        let Some(clock) = fact.clock else { return Ok(()) };
        Ok(store::promise::end(self.c, &self.ticket, clock, outcome, fact.at)?)
    }

    fn move_promise(&mut self, fact: &Fact) -> Result<(), ServiceError> {
        let Some(clock) = fact.clock else { return Ok(()) };
        if let Some(mut open) = store::promise::running(self.c, self.ticket.id, clock)? {
            open.severity = self.ticket.severity.code.clone();
            open.due_at = fact.due;
            store::promise::update(self.c, &open)?;
        }
        if fact.what == What::Resumed { self.reopen_promise(fact) } else { Ok(()) }
    }

    /// A resolve clock that was met in time goes on after a reopening, and so does one that was stopped, or an answer
    /// that was: its promise is open again.
    fn reopen_promise(&mut self, fact: &Fact) -> Result<(), ServiceError> {
        let Some(clock @ (ClockKind::Respond | ClockKind::Resolve)) = fact.clock else { return Ok(()) };
        let Some(mut last) = store::promise::last(self.c, self.ticket.id, clock)? else { return Ok(()) };
        if !matches!(last.outcome, PromiseOutcome::Kept | PromiseOutcome::Stopped) {
            return Ok(());
        }
        last.outcome = PromiseOutcome::Running;
        last.ended_at = None;
        last.due_at = fact.due;
        Ok(store::promise::update(self.c, &last)?)
    }

    fn met_late(&mut self, fact: &Fact) -> Result<(), ServiceError> {
        let Some(clock) = fact.clock else { return Ok(()) };
        Ok(store::breach::set_met(self.c, self.ticket.id, clock, fact.at)?)
    }
}
