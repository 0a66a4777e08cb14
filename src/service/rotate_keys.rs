//! Putting contents under the newest key.

use serde_json::json;

use super::{Context, ServiceError, audit};
use crate::domain::{AuditAction, AuditObject, ContentHash};
use crate::store::blob::Rotated;
use crate::store::{self, Connection};

/// One step of a rotation, short enough to hold nobody up. What is read meanwhile opens, under the old key or the new.
/// The whole is repeated from the beginning after a crash, and finds only what is left.
///
/// # Errors
/// [`ServiceError::Conflict`] where no key is configured, [`ServiceError::Store`] for a content under an unknown key.
pub fn rotate_keys(
    c: &mut Connection,
    cx: &Context,
    from: Option<&ContentHash>,
) -> Result<Rotated, ServiceError> {
    let keys = &cx.identity.keys;
    let Some(newest) = keys.newest() else {
        return Err(ServiceError::Conflict("No encryption key is configured.".to_owned()));
    };
    let rotated = store::blob::rotate(c, keys, from)?;
    if rotated.next.is_none() {
        store::webhook::rotate_keys(c, keys)?;
        let detail = json!({ "key": newest.id().to_string() });
        audit(c, cx, cx.actor, AuditAction::KeyRotated, AuditObject::INSTALLATION, &detail)?;
    }
    Ok(rotated)
}
