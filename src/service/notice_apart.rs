//! Notices about no ticket: what concerns a person's account, or the installation.

use super::{Context, ServiceError};
use crate::domain::{Notice, NoticeBody, OutboxChannel, OutboxEntry, OutboxId, OutboxState, Person};
use crate::store::{self, Connection};

/// Puts a mail about no ticket into the outbox; `key` names its cause, and a cause is told only once. `path` is the
/// page that it links to, on the public address. False where it had been written before.
///
/// # Errors
/// [`ServiceError`] where the database fails.
pub(super) fn send_apart(
    c: &mut Connection,
    cx: &Context,
    key: String,
    to: &Person,
    path: String,
    body: NoticeBody,
) -> Result<bool, ServiceError> {
    let id = OutboxId::new(cx.now);
    let entry = OutboxEntry {
        id,
        key,
        channel: OutboxChannel::Email,
        message_id: cx.identity.message_id_apart(id),
        state: OutboxState::Pending,
        priority: body.priority(),
        attempts: 0,
        next_attempt_at: cx.now,
        last_error: None,
        created_at: cx.now,
        sent_at: None,
        uncertain_at: None,
        notice: Notice {
            to: to.into(),
            ticket: None,
            provider: cx.identity.provider.clone(),
            path,
            in_reply_to: None,
            references: Vec::new(),
            body,
        },
    };
    Ok(store::outbox::insert(c, &entry)?)
}
