//! Taking the mark away from an address from which mail had come back.

use serde_json::Value;

use super::administration::require_admin;
use super::{Context, ServiceError, audit};
use crate::domain::{AuditAction, Person, PersonId};
use crate::store::{self, Connection};

/// The person's address counts as good again; what came back until now counts no more.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but administrators, [`ServiceError::NotFound`], [`ServiceError::Conflict`]
/// for an address without a mark.
pub fn clear_address(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: PersonId,
) -> Result<(), ServiceError> {
    require_admin(by)?;
    let person = store::person::find(c, id)?.ok_or(ServiceError::NotFound("person"))?;
    match store::address_mark::clear(c, &person.email, cx.now)? {
        true => audit(c, cx, by, AuditAction::AddressCleared, id, &Value::Null),
        false => {
            Err(ServiceError::Conflict("Mail to this person does not come back: nothing to do.".to_owned()))
        }
    }
}
