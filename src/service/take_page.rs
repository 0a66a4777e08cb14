//! Somebody takes a page: the chain stops climbing.

use super::work::Work;
use super::{Context, ServiceError, assign};
use crate::domain::{ActivityKind, Person, Ticket, TicketId, Viewer};
use crate::sla::Event;
use crate::store::{self, Connection};

/// Takes the open page of a ticket, and the ticket with it if nobody has it. Taking it twice changes nothing.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Forbidden`] for a customer.
pub fn take_page(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
) -> Result<Ticket, ServiceError> {
    if !by.role.is_staff() {
        return Err(ServiceError::Forbidden("Only agents take pages."));
    }
    let mut work = Work::load(c, cx, Viewer::of(by), ticket)?;
    if store::page::open(work.c, ticket)?.is_empty() {
        return Ok(work.ticket);
    }
    mark_taken(&mut work, by)?;
    work.apply(Event::TakePage)?;
    if work.ticket.assignee_id.is_none() {
        assign::give(&mut work, Some(by.id))?;
    }
    work.finish()
}

/// Marks every open page of the ticket at hand as taken.
pub(super) fn mark_taken(work: &mut Work<'_>, by: &Person) -> Result<(), ServiceError> {
    if store::page::open(work.c, work.ticket.id)?.is_empty() {
        return Ok(());
    }
    store::page::take(work.c, work.ticket.id, by.id, work.cx.now)?;
    work.log(ActivityKind::PageTaken);
    Ok(())
}
