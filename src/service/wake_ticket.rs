//! Bringing a ticket back that was put away.

use super::work::Work;
use super::{Context, ServiceError};
use crate::domain::{ActivityKind, Actor, Person, Rest, Ticket, TicketId, Viewer, WakeCause};
use crate::sla::{Instant, Status};
use crate::store::{self, Connection};

/// Brings a ticket back to its place in the queue before its time.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Forbidden`] for a customer, [`ServiceError::Conflict`] for one that is
/// not put away.
pub fn wake_ticket(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
    version: Option<i64>,
) -> Result<Ticket, ServiceError> {
    if !by.role.is_staff() {
        return Err(ServiceError::Forbidden("Only agents put tickets away and bring them back."));
    }
    let mut work = Work::load(c, cx, Viewer::of(by), ticket)?;
    work.expect_version(version)?;
    match work.ticket.rest {
        Rest::Awake => return Err(ServiceError::Conflict("This ticket is not put away.".to_owned())),
        Rest::Until(_) => work.forget_rest(Some(WakeCause::Person))?,
        Rest::Back => work.forget_rest(None)?,
    }
    work.finish()
}

impl Work<'_> {
    /// Brings the ticket back to the top of the queue, if it is put away. One whose time was over before came back
    /// then, however late it is looked at.
    pub(super) fn wake(&mut self, at: Instant, cause: WakeCause) -> Result<(), ServiceError> {
        let Rest::Until(until) = self.ticket.rest else { return Ok(()) };
        let (at, cause) = if until < at { (until, WakeCause::Time) } else { (at, cause) };
        self.ticket.rest = Rest::Back;
        self.is_woken = true;
        store::snooze::set_woken(self.c, self.ticket.id, at, cause)?;
        self.log_at(at, ActivityKind::SnoozeEnded { cause });
        Ok(())
    }

    /// Brings the ticket back if its time is over.
    pub(super) fn wake_if_due(&mut self) -> Result<(), ServiceError> {
        match self.ticket.rest {
            Rest::Until(until) if until <= self.cx.now => self.wake(until, WakeCause::Time),
            _ => Ok(()),
        }
    }

    /// A ticket that is done is not put away any more, and one that is back has been seen once somebody of the provider
    /// did something to it.
    pub(super) fn settle_rest(&mut self) -> Result<(), ServiceError> {
        let is_done = matches!(self.ticket.timers.status(), Status::Resolved | Status::Closed);
        match self.ticket.rest {
            Rest::Awake => Ok(()),
            Rest::Until(_) if is_done => self.forget_rest(Some(WakeCause::Finished)),
            Rest::Until(_) => Ok(()),
            Rest::Back => {
                let is_seen = is_done || (!self.is_woken && self.is_by_staff()?);
                if is_seen { self.forget_rest(None) } else { Ok(()) }
            }
        }
    }

    fn forget_rest(&mut self, cause: Option<WakeCause>) -> Result<(), ServiceError> {
        self.ticket.rest = Rest::Awake;
        store::snooze::delete(self.c, self.ticket.id)?;
        if let Some(cause) = cause {
            self.log(ActivityKind::SnoozeEnded { cause });
        }
        Ok(())
    }

    fn is_by_staff(&mut self) -> Result<bool, ServiceError> {
        let Actor::Person(id) = self.actor else { return Ok(false) };
        Ok(store::person::find(self.c, id)?.is_some_and(|person| person.role.is_staff()))
    }
}
