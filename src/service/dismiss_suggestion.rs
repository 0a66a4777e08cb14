//! Setting aside what classification suggested.

use super::work::Work;
use super::{Context, ServiceError};
use crate::domain::{ActivityKind, Person, Ticket, TicketId, Viewer};
use crate::store::Connection;

/// Sets the suggestion aside and keeps who, when and why. The severity stays.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Forbidden`] for a customer, [`ServiceError::Invalid`] without a
/// suggestion.
pub fn dismiss_suggestion(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
    version: Option<i64>,
    reason: &str,
) -> Result<Ticket, ServiceError> {
    if !by.role.is_staff() {
        return Err(ServiceError::Forbidden("Only agents triage tickets."));
    }
    let mut work = Work::load(c, cx, Viewer::of(by), ticket)?;
    work.expect_version(version)?;
    let Some(suggestion) = work.ticket.suggestion.take() else {
        return Err(ServiceError::invalid("severity", "There is no suggestion to set aside."));
    };
    let reason = match reason.trim() {
        "" => "Set aside after reading".to_owned(),
        given => given.chars().take(1000).collect(),
    };
    work.log(ActivityKind::SuggestionDismissed { severity: suggestion.code, reason });
    work.finish()
}
