//! Giving a ticket to an agent, or to nobody.

use super::work::Work;
use super::{Context, ServiceError};
use crate::domain::{ActivityKind, Person, PersonId, Ticket, TicketId, Viewer};
use crate::sla::Event;
use crate::store::{self, Connection};

/// Gives a ticket to an agent, or to nobody.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Forbidden`] for a customer, [`ServiceError::Invalid`] where the assignee
/// is not an active person of the provider.
pub fn assign(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
    version: Option<i64>,
    assignee: Option<PersonId>,
) -> Result<Ticket, ServiceError> {
    if !by.role.is_staff() {
        return Err(ServiceError::Forbidden("Only agents assign tickets."));
    }
    let mut work = Work::load_unclosed(c, cx, Viewer::of(by), ticket, version)?;
    if let Some(id) = assignee {
        let found = store::person::find(work.c, id)?;
        if !found.is_some_and(|person| person.role.is_staff() && person.is_active) {
            return Err(ServiceError::invalid("assignee", "Choose an active agent."));
        }
    }
    give(&mut work, assignee)?;
    work.finish()
}

/// Gives the ticket at hand to somebody who may have it, or to nobody.
pub(super) fn give(work: &mut Work<'_>, assignee: Option<PersonId>) -> Result<(), ServiceError> {
    let before = work.ticket.assignee_id;
    if before == assignee {
        return Ok(());
    }
    work.ticket.assignee_id = assignee;
    work.log(ActivityKind::Assigned { from: before, to: assignee });
    work.apply(Event::Assign(assignee.is_some()))
}
