//! What the verbs of administrators have in common.

use super::ServiceError;
use crate::domain::{Person, PersonId, Role};
use crate::store::person::PersonFilter;
use crate::store::{self, Connection};

/// Refuses anybody but an administrator.
pub(super) fn require_admin(by: &Person) -> Result<(), ServiceError> {
    match by.role {
        Role::Admin => Ok(()),
        _ => Err(ServiceError::Forbidden("Only administrators do this.")),
    }
}

/// Refuses anybody below a manager.
pub(super) fn require_manager(by: &Person) -> Result<(), ServiceError> {
    match by.role >= Role::Manager {
        true => Ok(()),
        false => Err(ServiceError::Forbidden("Only managers and administrators do this.")),
    }
}

/// Refuses what would leave the installation without an administrator who may sign in.
pub(super) fn require_another_admin(c: &mut Connection, besides: PersonId) -> Result<(), ServiceError> {
    let filter = PersonFilter { role: Some(Role::Admin), is_active: Some(true), ..PersonFilter::default() };
    let admins = store::person::list(c, &filter, None, 2)?;
    match admins.iter().any(|admin| admin.id != besides) {
        true => Ok(()),
        false => {
            Err(ServiceError::invalid("role", "This is the last administrator: name another one first."))
        }
    }
}

/// A name with single spaces.
pub(super) fn clean_name(raw: &str) -> Result<String, ServiceError> {
    let name = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        1..=200 => Ok(name),
        _ => Err(ServiceError::invalid("name", "Write a name of 1 to 200 characters.")),
    }
}
