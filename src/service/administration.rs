//! What the verbs of administrators have in common.

use super::ServiceError;
use crate::domain::{Person, PersonId, Role};
use crate::store::person::PersonFilter;
use crate::store::{self, Connection, StoreError};

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

/// What no two may have the same name of: `rota`, `team`.
pub(super) struct UniqueName(pub(super) &'static str);

impl UniqueName {
    /// A name with single spaces that no other has.
    pub(super) fn free(&self, raw: &str, has: impl FnOnce(&str) -> bool) -> Result<String, ServiceError> {
        let name = clean_name(raw)?;
        if has(&name) { Err(self.is_taken()) } else { Ok(name) }
    }

    /// Why it could not be written: maybe somebody else was faster than the look at the names.
    pub(super) fn refused(&self, error: StoreError) -> ServiceError {
        match error {
            StoreError::Unique { .. } => self.is_taken(),
            other => other.into(),
        }
    }

    fn is_taken(&self) -> ServiceError {
        ServiceError::invalid("name", format!("There is a {} of this name.", self.0))
    }
}
