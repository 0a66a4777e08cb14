//! Giving a webhook a new key for its signatures.

use serde_json::json;

use super::administration::require_admin;
use super::{Context, ServiceError, audit, webhooks};
use crate::domain::{AuditAction, OldKey, Person, Webhook, WebhookId, WebhookSecret};
use crate::store::{self, Connection};

/// Signs what is posted to a webhook with a new key from now on, what waits for it included. The key was made at random
/// and is shown once. A key that had signed beside the present one ends in any case.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator, [`ServiceError::NotFound`].
pub fn renew_webhook_key(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: WebhookId,
    key: &WebhookSecret,
    old: OldKey,
) -> Result<Webhook, ServiceError> {
    require_admin(by)?;
    let webhook = Webhook { old_key_until: old.until(cx.now), ..webhooks::find(c, id)? };
    store::webhook::replace_key(c, &cx.identity.keys, &webhook, key)?;
    audit(c, cx, by, AuditAction::WebhookKeyRenewed, id, &json!({ "old_key": old }))?;
    Ok(webhook)
}
