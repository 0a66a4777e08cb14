//! Trying once more to send what had failed for good.

use serde_json::Value;

use super::administration::require_manager;
use super::{Context, ServiceError, audit};
use crate::domain::{AuditAction, OutboxId, Person};
use crate::store::{self, Connection};

/// Puts a failed notice back into the outbox, to be tried now, under the Message-ID it always had.
///
/// # Errors
/// [`ServiceError::Forbidden`] below a manager, [`ServiceError::NotFound`], [`ServiceError::Conflict`] for a notice
/// that was sent, or is being tried anyway.
pub fn retry_notice(c: &mut Connection, cx: &Context, by: &Person, id: OutboxId) -> Result<(), ServiceError> {
    require_manager(by)?;
    store::outbox::find(c, id)?.ok_or(ServiceError::NotFound("notice"))?;
    match store::outbox::retry(c, id, cx.now)? {
        true => audit(c, cx, by, AuditAction::NoticeRetried, id, &Value::Null),
        false => Err(ServiceError::Conflict(
            "Only a notice that was given up can be tried again: this one was sent, or has its turn anyway."
                .to_owned(),
        )),
    }
}
