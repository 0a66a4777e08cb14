//! Putting a ticket away until later.

use super::work::Work;
use super::{Context, ServiceError, both};
use crate::domain::{
    ActivityKind, LONGEST_SNOOZE, Person, Rest, Snooze, SnoozeUntil, Ticket, TicketId, Viewer,
};
use crate::sla::Instant;
use crate::store::{self, Connection};

/// Characters of a reason at most.
const LONGEST_REASON: usize = 1000;

/// Puts a ticket away. It comes back at that instant, and sooner if somebody has to look at one of its promises, the
/// customer writes, or it is raised: its clocks run on.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Forbidden`] for a customer, [`ServiceError::Conflict`] for a ticket that
/// is done, or one of whose promises needs somebody now, [`ServiceError::Invalid`] without a reason and for a time that
/// has gone, is too far away, or does not exist.
pub fn snooze_ticket(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
    version: Option<i64>,
    until: SnoozeUntil,
    reason: &str,
) -> Result<Ticket, ServiceError> {
    if !by.role.is_staff() {
        return Err(ServiceError::Forbidden("Only agents put tickets away."));
    }
    let reason = reason.trim();
    let mut work = Work::load(c, cx, Viewer::of(by), ticket)?;
    work.expect_version(version)?;
    if !work.ticket.status.is_unresolved() {
        return Err(ServiceError::Conflict("This ticket is done: there is nothing to put away.".to_owned()));
    }
    let (wanted, ()) = both(wanted(&work, until), check_reason(reason))?;
    let until = latest(&work, wanted)?;
    work.ticket.rest = Rest::Until(until);
    let snooze = Snooze {
        ticket_id: ticket,
        person_id: by.id,
        until,
        reason: reason.to_owned(),
        snoozed_at: cx.now,
        woken: None,
    };
    store::snooze::put(work.c, &snooze)?;
    work.log(ActivityKind::Snoozed { until, reason: reason.to_owned() });
    work.finish()
}

fn check_reason(reason: &str) -> Result<(), ServiceError> {
    match reason.chars().count() {
        1..=LONGEST_REASON => Ok(()),
        _ => {
            let text = format!("Say in up to {LONGEST_REASON} characters why it can wait.");
            Err(ServiceError::invalid("reason", text))
        }
    }
}

fn wanted(work: &Work<'_>, until: SnoozeUntil) -> Result<Instant, ServiceError> {
    let now = work.cx.now;
    let at = match until {
        SnoozeUntil::At(at) => Some(at),
        SnoozeUntil::Choice(choice) => choice.instant(work.contract.calendar(), now),
    };
    match at.and_then(|at| Instant::from_timestamp_micros(at.timestamp_micros())) {
        None => Err(ServiceError::invalid("until", "There is no such time today: choose another.")),
        Some(at) if at <= now => Err(ServiceError::invalid("until", "Choose a time that is still to come.")),
        Some(at) if at > now + LONGEST_SNOOZE => {
            Err(ServiceError::invalid("until", "Choose a time within the next year."))
        }
        Some(at) => Ok(at),
    }
}

/// A promise never sleeps: the ticket is back when somebody has to look at the next one.
fn latest(work: &Work<'_>, wanted: Instant) -> Result<Instant, ServiceError> {
    match work.ticket.timers.look_again(&work.contract, work.cx.now) {
        Some(at) if at <= work.cx.now => Err(ServiceError::Conflict(
            "One of its promises needs somebody now: it can’t be put away.".to_owned(),
        )),
        Some(at) => Ok(wanted.min(at)),
        None => Ok(wanted),
    }
}
