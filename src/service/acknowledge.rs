//! An agent says that somebody looks at it.

use super::work::Work;
use super::{Context, ServiceError};
use crate::domain::{ActivityKind, Person, Ticket, TicketId, Viewer};
use crate::sla::Event;
use crate::store::Connection;

/// Acknowledges a report. It meets the response clock where the contract counts acknowledgements.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Forbidden`] for a customer, [`ServiceError::Conflict`] for a closed
/// ticket.
pub fn acknowledge(
    c: &mut Connection,
    cx: &Context,
    agent: &Person,
    ticket: TicketId,
    version: Option<i64>,
) -> Result<Ticket, ServiceError> {
    if !agent.role.is_staff() {
        return Err(ServiceError::Forbidden("Only agents acknowledge tickets."));
    }
    let mut work = Work::load_unclosed(c, cx, Viewer::of(agent), ticket, version)?;
    work.log(ActivityKind::Acknowledged);
    work.apply(Event::Acknowledge)?;
    super::take_page::mark_taken(&mut work, agent)?;
    work.finish()
}
