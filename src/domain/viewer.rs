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

    /// Whether a ticket of this organization, reported by this person, is theirs to see.
    #[must_use]
    pub fn sees(self, organization: Option<OrganizationId>, requester: PersonId) -> bool {
        match self {
            Self::Staff(_) => true,
            Self::Customer(_, own) => organization == Some(own),
            Self::Stranger(own) => requester == own,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_seen_by_staff_its_organization_or_its_lone_reporter() {
        let at = crate::sla::Instant::UNIX_EPOCH;
        let [me, other] = [PersonId::new(at), PersonId::new(at)];
        let [ours, theirs] = [OrganizationId::new(at), OrganizationId::new(at)];
        for (viewer, organization, requester, sees) in [
            (Viewer::Staff(me), Some(ours), other, true),
            (Viewer::Customer(me, ours), Some(ours), other, true),
            (Viewer::Customer(me, ours), Some(theirs), other, false),
            (Viewer::Customer(me, ours), None, me, false),
            (Viewer::Stranger(me), None, me, true),
            (Viewer::Stranger(me), Some(ours), other, false),
        ] {
            assert_eq!(viewer.sees(organization, requester), sees, "{viewer:?}");
        }
    }
}
