//! Making and revoking the tokens with which mail providers' webhooks hand in mail.

use serde_json::json;

use super::administration::clean_name;
use super::{Context, ServiceError, audit};
use crate::domain::{AuditAction, MailboxSecret, MailboxToken, MailboxTokenId};
use crate::store::{self, Connection, StoreError};

/// Adds a token for a secret that was made at random. The secret is not kept: only who is shown it now will ever know
/// it.
///
/// # Errors
/// [`ServiceError::Invalid`] for an empty name, or one over 200 characters.
pub fn add_mailbox_token(
    c: &mut Connection,
    cx: &Context,
    name: &str,
    secret: &MailboxSecret,
) -> Result<MailboxToken, ServiceError> {
    let token = MailboxToken {
        id: MailboxTokenId::new(cx.now),
        name: clean_name(name)?,
        created_at: cx.now,
        revoked_at: None,
    };
    store::mailbox_token::insert(c, &token, secret)?;
    audit(c, cx, cx.actor, AuditAction::MailboxTokenAdded, token.id, &json!({}))?;
    Ok(token)
}

/// Makes a token good for nothing from now on. Doing it twice is doing it once.
///
/// # Errors
/// [`ServiceError::NotFound`].
pub fn revoke_mailbox_token(
    c: &mut Connection,
    cx: &Context,
    id: MailboxTokenId,
) -> Result<(), ServiceError> {
    store::mailbox_token::revoke(c, id, cx.now).map_err(|error| match error {
        StoreError::NotFound => ServiceError::NotFound("token"),
        other => other.into(),
    })?;
    audit(c, cx, cx.actor, AuditAction::MailboxTokenRevoked, id, &json!({}))
}
