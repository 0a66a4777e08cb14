//! Disabling a person, and letting them in again.

use serde_json::Value;

use super::administration::{require_admin, require_another_admin};
use super::{Context, ServiceError, audit};
use crate::domain::{AuditAction, Person, PersonId, Role};
use crate::store::{self, Connection};

/// Lets a person sign in, or no longer. Whoever is disabled is out with the next request; what they wrote stays.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator, [`ServiceError::NotFound`], [`ServiceError::Invalid`]
/// for disabling oneself or the last administrator.
pub fn allow_sign_in(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: PersonId,
    is_active: bool,
) -> Result<Person, ServiceError> {
    require_admin(by)?;
    let before = store::person::find(c, id)?.ok_or(ServiceError::NotFound("person"))?;
    if !is_active && id == by.id {
        return Err(ServiceError::invalid(
            "person",
            "You can't disable yourself: ask another administrator.",
        ));
    }
    if !is_active && before.role == Role::Admin {
        require_another_admin(c, id)?;
    }
    let person = Person { is_active, ..before };
    store::person::update(c, &person)?;
    if !is_active {
        store::person::bump_token_generation(c, id)?;
    }
    let action = if is_active { AuditAction::PersonEnabled } else { AuditAction::PersonDisabled };
    audit(c, cx, by, action, id, &Value::Null)?;
    Ok(person)
}
