//! Giving a notice up: it was refused for good, or could not leave for days.

use super::report_delivery::{self, Reported};
use super::{Context, ServiceError};
use crate::domain::{ActivityKind, DeliveryOutcome, FailureReason, OutboxChannel, OutboxEntry};
use crate::store::{self, Connection};

/// Fails visibly: in the outbox, in the history of its ticket, and before the manager where a customer had to be told
/// of a broken promise. Nothing happens where somebody else has the notice in hand by now.
///
/// # Errors
/// [`ServiceError`] where the database fails.
pub fn fail_notice(
    c: &mut Connection,
    cx: &Context,
    entry: &OutboxEntry,
    why: &str,
) -> Result<(), ServiceError> {
    if !store::outbox::mark_failed(c, entry, why)? {
        return Ok(());
    }
    if entry.channel == OutboxChannel::Email {
        let reported = Reported {
            recipient: entry.notice.to.email.clone(),
            outcome: DeliveryOutcome::Failed,
            reason: FailureReason::read(None, why),
            said: why.to_owned(),
            by: None,
        };
        report_delivery::record(c, cx, entry, reported)?;
    }
    let kind = ActivityKind::DeliveryFailed { outbox_id: entry.id, error: why.to_owned() };
    report_delivery::tell(c, cx, entry, kind)?;
    report_delivery::follow_up(c, cx, entry)
}
