//! People and customers as other things name them: an id and a name.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{Organization, OrganizationId, Person, PersonId};

/// A person, by name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NamedPerson {
    /// The id.
    pub id: PersonId,
    /// The name as shown.
    pub name: String,
}

impl NamedPerson {
    /// Names a person.
    #[must_use]
    pub fn of(person: &Person) -> Self {
        Self { id: person.id, name: person.name.clone() }
    }
}

/// A customer, by name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NamedOrganization {
    /// The id.
    pub id: OrganizationId,
    /// The name as shown.
    pub name: String,
}

impl NamedOrganization {
    /// Names a customer.
    #[must_use]
    pub fn of(organization: &Organization) -> Self {
        Self { id: organization.id, name: organization.name.clone() }
    }
}
