//! Who is asking: every look-up by an id from outside goes with one.

use super::{OrganizationId, Person, PersonId};

/// What somebody may see. A stranger's ticket and a missing one answer alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewer {
    /// A person of the provider sees every ticket.
    Staff(PersonId),
    /// A contact sees the tickets of their organization.
    Customer(PersonId, OrganizationId),
    /// A sender without an organization sees only what they reported themselves.
    Stranger(PersonId),
}

impl Viewer {
    /// What this person may see.
    #[must_use]
    pub fn of(person: &Person) -> Self {
        match (person.role.is_staff(), person.organization_id) {
            (true, _) => Self::Staff(person.id),
            (false, Some(organization)) => Self::Customer(person.id, organization),
            (false, None) => Self::Stranger(person.id),
        }
    }

    /// Who asks.
    #[must_use]
    pub fn person_id(self) -> PersonId {
        match self {
            Self::Staff(id) | Self::Customer(id, _) | Self::Stranger(id) => id,
        }
    }

    /// Whether the asker is of the provider.
    #[must_use]
    pub fn is_staff(self) -> bool {
        matches!(self, Self::Staff(_))
    }
}
