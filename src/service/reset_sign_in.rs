//! Ending a person's sessions, with a new password or without.

use serde_json::json;

use super::administration::require_admin;
use super::{Context, ServiceError, audit};
use crate::domain::{AuditAction, Person, PersonId};
use crate::store::{self, Connection};

/// Ends every session of a person, and sets a new password where one is given, as its hash.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator, [`ServiceError::NotFound`].
pub fn reset_sign_in(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: PersonId,
    new_password_hash: Option<&str>,
) -> Result<(), ServiceError> {
    require_admin(by)?;
    store::person::find(c, id)?.ok_or(ServiceError::NotFound("person"))?;
    if let Some(hash) = new_password_hash {
        store::person::set_password_hash(c, id, Some(hash))?;
    }
    store::person::bump_token_generation(c, id)?;
    let detail = json!({ "new_password": new_password_hash.is_some() });
    audit(c, cx, by, AuditAction::SignInReset, id, &detail)
}
