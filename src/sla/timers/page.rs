//! Pages: who is called, and who next.

use chrono::{
    TimeDelta,
    serde::{ts_microseconds, ts_microseconds_option},
};
use serde::{Deserialize, Serialize};

use crate::sla::{Band, Contract, EscalationStep, Instant, PageTarget, SeverityCode};

use super::{Audience, Fact, PageView, Timers, phrase};

/// A call for a person, that goes up the chain until somebody takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Page {
    #[serde(with = "ts_microseconds")]
    pub(super) since: Instant,
    pub(super) cause: Cause,
    /// The severity for which the call is made.
    pub(super) severity: SeverityCode,
    /// How many steps of the chain have been called.
    pub(super) called: usize,
    #[serde(default, with = "ts_microseconds_option", skip_serializing_if = "Option::is_none")]
    pub(super) taken: Option<Instant>,
}

/// Why a person is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Cause {
    /// The ticket arrived outside office hours, at a severity that is covered there.
    Arrived,
    /// It was raised to one.
    Raised,
    /// It came by email and reads as more severe than email starts: somebody should look.
    Triage,
}

impl Timers {
    /// The call that nobody has taken yet, if there is one.
    #[must_use]
    pub fn pages(&self, contract: &Contract) -> Option<PageView> {
        let page = self.open_page()?;
        Some(PageView {
            since: page.since,
            step: page.called,
            next: self.next_step(contract),
            why: phrase::page(contract, page),
        })
    }

    /// Whether the present severity calls a person out at this hour: it is covered, outside office hours.
    pub(super) fn calls_out(&self, contract: &Contract, at: Instant) -> bool {
        let band = contract.calendar().band(at);
        band != Band::OfficeHours
            && contract
                .severity(self.present.code.as_str())
                .is_some_and(|severity| severity.pages() && severity.covers().contains(band))
    }

    /// Whether a person should look at this hour because the ticket reads as more severe than it is.
    pub(super) fn needs_triage(&self, contract: &Contract, at: Instant, suggested: &SeverityCode) -> bool {
        let (Some(present), Some(suggested)) =
            (contract.severity(self.present.code.as_str()), contract.severity(suggested.as_str()))
        else {
            return false;
        };
        suggested.rank() < present.rank() && suggested.covers().contains(contract.calendar().band(at))
    }

    /// Begins a call from the first step. One that is still open ends with it: it was for something less severe.
    pub(super) fn call(&mut self, at: Instant, cause: Cause, severity: SeverityCode) {
        self.page = Some(Page { since: at, cause, severity, called: 0, taken: None });
    }

    pub(super) fn take_page(&mut self, at: Instant) {
        if let Some(page) = self.page.as_mut().filter(|page| page.taken.is_none()) {
            page.taken = Some(at);
        }
    }

    /// Calls the next step of the chain before its time; none where there is no call to pass on, or no step left.
    pub(super) fn pass_page(&mut self, contract: &Contract, at: Instant) -> Option<Fact> {
        let (page, step) = self.coming_step(contract)?;
        if page.called == 0 {
            return None;
        }
        let fact = Fact::page(at, Audience::from(step.page), phrase::passed_page(contract, page));
        self.page.as_mut()?.called += 1;
        Some(fact)
    }

    /// Calls every step of the chain whose time has come.
    pub(super) fn step_page(&mut self, contract: &Contract, at: Instant, batch: &mut Vec<Fact>) {
        while let Some((page, step)) = self.coming_step(contract)
            && reached(page, step).is_some_and(|instant| instant <= at)
        {
            batch.push(Fact::page(
                at,
                Audience::from(step.page),
                phrase::page_step(contract, page, step.after),
            ));
            if let Some(page) = self.page.as_mut() {
                page.called += 1;
            }
        }
    }

    /// When the next step of the chain is called.
    pub(super) fn next_step(&self, contract: &Contract) -> Option<Instant> {
        let (page, step) = self.coming_step(contract)?;
        reached(page, step)
    }

    fn coming_step<'c>(&self, contract: &'c Contract) -> Option<(&Page, &'c EscalationStep)> {
        let page = self.open_page()?;
        Some((page, contract.escalation().steps().get(page.called)?))
    }

    fn open_page(&self) -> Option<&Page> {
        self.page.as_ref().filter(|page| page.taken.is_none())
    }
}

fn reached(page: &Page, step: &EscalationStep) -> Option<Instant> {
    page.since.checked_add_signed(step.after.max(TimeDelta::zero()))
}

impl From<PageTarget> for Audience {
    fn from(target: PageTarget) -> Audience {
        match target {
            PageTarget::OnCall => Audience::OnCall,
            PageTarget::Backup => Audience::Backup,
            PageTarget::Team => Audience::Team,
            PageTarget::Manager => Audience::Manager,
        }
    }
}
