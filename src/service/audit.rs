//! Writing into the audit log.

use serde_json::Value;

use super::{Context, ServiceError};
use crate::domain::{AuditAction, AuditActor, AuditEntry, AuditHead, AuditObject};
use crate::store::audit::SealedEntry;
use crate::store::{self, Connection};

/// Records an act of administration or of safety in the transaction that does it: both are kept, or neither.
///
/// Call it last: it locks the end of the log until the transaction ends. `detail` is an object of ids and of words of
/// ours, `null` where there is nothing to add; never a name, an address or a text, since an entry can't be erased.
///
/// # Errors
/// [`ServiceError::Store`] where the database fails.
pub fn audit(
    c: &mut Connection,
    cx: &Context,
    by: impl Into<AuditActor>,
    action: AuditAction,
    object: impl Into<AuditObject>,
    detail: &Value,
) -> Result<(), ServiceError> {
    let key = &cx.identity.audit_key;
    let (head, _) = store::audit::lock_head(c)?;
    let entry = AuditEntry {
        number: head.number + 1,
        at: cx.now,
        actor: by.into(),
        action,
        object: object.into(),
        detail: detail.to_string().replace('\0', "\u{fffd}"),
    };
    let seal = key.seal(&head.seal, &entry);
    let head_seal = key.seal_head(&AuditHead { number: entry.number, seal: seal.clone() });
    Ok(store::audit::append(c, &SealedEntry { entry, seal }, &head_seal)?)
}
