//! Setting the status: waiting for the customer, resolved, closed, open again.

use super::work::Work;
use super::{Context, ServiceError, notices};
use crate::domain::{ActivityKind, Person, Ticket, TicketId, Viewer};
use crate::sla::{Event, Status};
use crate::store::Connection;

/// Sets a ticket's status. Resolving tells the customer; closing is final and follows resolving.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Forbidden`] for a customer, [`ServiceError::Conflict`] for a closed
/// ticket, [`ServiceError::Invalid`] for closing one that is not resolved, which would stop its clocks untold.
pub fn set_status(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
    version: Option<i64>,
    status: Status,
) -> Result<Ticket, ServiceError> {
    if !by.role.is_staff() {
        return Err(ServiceError::Forbidden("Only agents set the status. Reply to reopen your ticket."));
    }
    let mut work = Work::load_unclosed(c, cx, Viewer::of(by), ticket, version)?;
    change(&mut work, by, status)?;
    work.finish()
}

/// Changes the status of a ticket that is already at hand.
pub(super) fn change(work: &mut Work<'_>, by: &Person, status: Status) -> Result<(), ServiceError> {
    let before = work.ticket.timers.status();
    if before == status {
        return Ok(());
    }
    if status == Status::Closed && before != Status::Resolved {
        return Err(ServiceError::invalid(
            "status",
            "Resolve the ticket first: the customer is told, then it can be closed.",
        ));
    }
    work.log(ActivityKind::StatusChanged { from: before, to: status });
    work.apply(Event::SetStatus(status))?;
    if status == Status::Resolved {
        super::take_page::mark_taken(work, by)?;
        notices::resolution(work, by)?;
    }
    Ok(())
}
