//! Changing the severity.

use super::work::Work;
use super::{Context, ServiceError};
use crate::domain::{ActivityKind, Person, SeverityChoice, Ticket, TicketId, Viewer, WakeCause};
use crate::sla::{Event, SeverityCode};
use crate::store::Connection;

/// Changes or confirms the severity, with a reason; the promises made so far accumulate.
///
/// Any suggestion is answered by it. Choosing the severity in force confirms it.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Forbidden`] for a customer, [`ServiceError::Invalid`] for a severity
/// that the ticket's contract does not know or a missing reason, [`ServiceError::Conflict`] for a closed ticket.
pub fn reclassify(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
    version: Option<i64>,
    to: &SeverityCode,
    reason: &str,
) -> Result<Ticket, ServiceError> {
    if !by.role.is_staff() {
        return Err(ServiceError::Forbidden(
            "The provider decides the severity. Say in a reply why it should change.",
        ));
    }
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 1000 {
        return Err(ServiceError::invalid(
            "reason",
            "Say in up to 1,000 characters why: it is kept with the ticket.",
        ));
    }
    let mut work = Work::load_unclosed(c, cx, Viewer::of(by), ticket, version)?;
    let (code, rank, covers_nothing) = match work.contract.severity(to.as_str()) {
        Some(known) => (known.code().clone(), known.rank(), known.covers().is_empty()),
        None => {
            return Err(ServiceError::invalid(
                "severity",
                format!("“{to}” is no severity of this contract."),
            ));
        }
    };
    let from = work.ticket.severity.code.clone();
    work.log(ActivityKind::Reclassified { from: from.clone(), to: code.clone(), reason: reason.to_owned() });
    work.ticket.severity = SeverityChoice { code: code.clone(), reason: reason.to_owned() };
    work.ticket.severity_rank = i32::try_from(rank).unwrap_or(i32::MAX);
    work.ticket.is_outside_agreement = covers_nothing;
    work.ticket.suggestion = None;
    let before = work.contract.severity(from.as_str()).map_or(usize::MAX, crate::sla::Severity::rank);
    if from != code {
        work.apply(Event::Reclassify(code))?;
    }
    if rank < before {
        work.wake(cx.now, WakeCause::Raised)?;
    }
    work.finish()
}
