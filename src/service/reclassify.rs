//! Changing the severity.

use super::work::Work;
use super::{Context, ServiceError, both};
use crate::domain::{ActivityKind, Person, SeverityChoice, Ticket, TicketId, Viewer, WakeCause};
use crate::sla::{Contract, Event, Severity, SeverityCode};
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
    let mut work = Work::load_unclosed(c, cx, Viewer::of(by), ticket, version)?;
    let contract = work.contract.clone();
    let ((), severity) = both(check_reason(reason), known_severity(&contract, to))?;
    let (code, rank, covers_nothing) =
        (severity.code().clone(), severity.rank(), severity.covers().is_empty());
    let from = work.ticket.severity.code.clone();
    work.log(ActivityKind::Reclassified { from: from.clone(), to: code.clone(), reason: reason.to_owned() });
    work.ticket.severity = SeverityChoice { code: code.clone(), reason: reason.to_owned() };
    work.ticket.severity_rank = i32::try_from(rank).unwrap_or(i32::MAX);
    work.ticket.is_outside_agreement = covers_nothing;
    work.ticket.suggestion = None;
    let before = work.contract.severity(from.as_str()).map_or(usize::MAX, Severity::rank);
    if from != code {
        work.apply(Event::Reclassify(code))?;
    }
    if rank < before {
        work.wake(cx.now, WakeCause::Raised)?;
    }
    work.finish()
}

fn check_reason(reason: &str) -> Result<(), ServiceError> {
    match reason.chars().count() {
        1..=1000 => Ok(()),
        _ => Err(ServiceError::invalid(
            "reason",
            "Say in up to 1,000 characters why: it is kept with the ticket.",
        )),
    }
}

/// The severity of an agreement that is chosen by its code.
pub(super) fn known_severity<'k>(
    contract: &'k Contract,
    code: &SeverityCode,
) -> Result<&'k Severity, ServiceError> {
    contract.severity(code.as_str()).ok_or_else(|| {
        ServiceError::invalid("severity", format!("“{code}” is no severity of this contract."))
    })
}
