//! Ending a person's sessions, with a new password or without.

use super::administration::require_admin;
use super::{Context, ServiceError};
use crate::domain::{Person, PersonId};
use crate::store::{self, Connection};

/// Ends every session of a person, and sets a new password where one is given, as its hash.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator, [`ServiceError::NotFound`].
pub fn reset_sign_in(
    c: &mut Connection,
    _: &Context,
    by: &Person,
    id: PersonId,
    new_password_hash: Option<&str>,
) -> Result<(), ServiceError> {
    require_admin(by)?;
    store::person::find(c, id)?.ok_or(ServiceError::NotFound("person"))?;
    if let Some(hash) = new_password_hash {
        store::person::set_password_hash(c, id, Some(hash))?;
    }
    Ok(store::person::bump_token_generation(c, id)?)
}
