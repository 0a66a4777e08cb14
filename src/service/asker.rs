//! Who asks for an act of administration that can be done in the browser and at the command line.

use super::ServiceError;
use super::administration::require_admin;
use crate::domain::{AuditActor, Person};

/// Who asks.
#[derive(Debug, Clone, Copy)]
pub enum Asker<'a> {
    /// Somebody who is signed in.
    Person(&'a Person),
    /// Whoever has a shell on the machine.
    CommandLine,
}

impl Asker<'_> {
    /// Who is written into the audit log.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] for anybody but an administrator.
    pub(super) fn allowed(self) -> Result<AuditActor, ServiceError> {
        match self {
            Self::Person(person) => require_admin(person).map(|()| AuditActor::from(person)),
            Self::CommandLine => Ok(AuditActor::CommandLine),
        }
    }
}
