//! Moving the clocks of an agreement whose holidays changed, some tickets at a time.
//!
//! The change itself is written at once, and holds for everything that is written from then on. What was written
//! before is moved here, so that an agreement with very many tickets holds nobody up.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::{ActivityKind, Actor, ContractVersionId, ProclaimedHoliday, TicketId};
use crate::service::work::Work;
use crate::service::{Context, ServiceError};
use crate::sla::Contract;
use crate::store::holiday_sweep::HolidaySweep;
use crate::store::{self, Connection};

/// Looks at up to `limit` tickets of an agreement whose holidays changed, moves the clocks that were written by the
/// calendar before, each with an entry in its ticket's history, and says how many tickets it looked at. None where there is
/// nothing to do, or another node has it in hand.
///
/// # Errors
/// [`ServiceError::Store`] where the database fails as a whole. A ticket that fails is logged and passed over: it is moved
/// when it is touched.
pub fn sweep_holidays(c: &mut Connection, cx: &Context, limit: i64) -> Result<Option<usize>, ServiceError> {
    let Some(sweep) = store::holiday_sweep::take(c)? else { return Ok(None) };
    let holiday = store::holiday::find(c, sweep.holiday_id)?;
    let tickets = store::ticket::unresolved_of_contract(c, &holiday.contract_key, sweep.after_ticket, limit)?;
    let mut before = Before { holiday: &holiday, versions: HashMap::new() };
    for id in &tickets {
        match store::savepoint(c, |c| settle(c, cx, sweep, &mut before, *id)) {
            Err(error) if error.is_everywhere() => return Err(error),
            Err(error) => {
                tracing::error!(ticket = %id, %error, "a holiday could not move this ticket’s clocks")
            }
            Ok(()) => {}
        }
    }
    let is_full = i64::try_from(tickets.len()).is_ok_and(|count| count >= limit);
    match tickets.last().filter(|_| is_full) {
        Some(last) => store::holiday_sweep::go_on_after(c, sweep.holiday_id, *last)?,
        None => store::holiday_sweep::end(c, sweep.holiday_id)?,
    }
    Ok(Some(tickets.len()))
}

/// Whether any ticket may still have to be moved.
///
/// # Errors
/// [`ServiceError::Store`].
pub fn is_sweeping(c: &mut Connection) -> Result<bool, ServiceError> {
    Ok(store::holiday_sweep::is_any(c)?)
}

/// The versions of the agreement as they were without the change.
struct Before<'a> {
    holiday: &'a ProclaimedHoliday,
    versions: HashMap<ContractVersionId, Arc<Contract>>,
}

impl Before<'_> {
    fn of(&mut self, version: ContractVersionId, now: &Contract) -> Arc<Contract> {
        let former = || {
            let mut days = now.calendar().proclaimed().clone();
            match self.holiday.withdrawn {
                None => drop(days.remove(&self.holiday.date)),
                Some(_) => drop(days.insert(self.holiday.date, self.holiday.name.clone())),
            }
            Arc::new(now.with_proclaimed(days))
        };
        Arc::clone(self.versions.entry(version).or_insert_with(former))
    }

    fn entry(&self) -> ActivityKind {
        let date = self.holiday.date;
        match self.holiday.withdrawn {
            None => ActivityKind::HolidayProclaimed { date, name: self.holiday.name.clone() },
            Some(_) => ActivityKind::HolidayWithdrawn { date },
        }
    }
}

fn settle(
    c: &mut Connection,
    cx: &Context,
    sweep: HolidaySweep,
    before: &mut Before<'_>,
    id: TicketId,
) -> Result<(), ServiceError> {
    let mut work = Work::load_as(c, cx, Actor::Person(sweep.person_id), id)?;
    let former = before.of(work.ticket.contract_version_id, &work.contract);
    if is_behind(&mut work, &former)? {
        let after = std::mem::replace(&mut work.contract, former);
        work.change_calendar(after, before.entry())?;
        work.finish()?;
    }
    Ok(())
}

/// Whether what is written of the ticket comes from the calendar before. One that was opened or touched since the change
/// follows the new one already.
fn is_behind(work: &mut Work<'_>, former: &Contract) -> Result<bool, ServiceError> {
    let timers = &work.ticket.timers;
    if timers.next_wake(former) != timers.next_wake(&work.contract)
        && work.ticket.next_wake_at != work.next_wake()
    {
        return Ok(true);
    }
    for moved in timers.moved_by(former, &work.contract) {
        let written = store::promise::running(work.c, work.ticket.id, moved.clock)?;
        if written.is_some_and(|promise| promise.due_at != Some(moved.to)) {
            return Ok(true);
        }
    }
    Ok(false)
}
