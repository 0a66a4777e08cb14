//! Who may call a route.

use crate::domain::Role;

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    /// Anybody.
    Public,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever is signed in themselves: no program with a token of the API.
    InPerson,
    /// Contacts of customers.
    Customer,
    /// The provider's people: agents, managers, administrators.
    Staff,
    /// Managers and administrators.
    Manager,
    /// Administrators.
    Admin,
    /// Administrators who are signed in themselves: no program with a token of the API.
    AdminInPerson,
    /// Whoever has a mailbox token, which is looked at elsewhere; of people, administrators.
    Mailbox,
}

impl Access {
    /// Whether somebody with this role may call; none is somebody who is not signed in.
    #[must_use]
    pub fn admits(self, role: Option<Role>) -> bool {
        match (self, role) {
            (Self::Public, _) => true,
            (_, None) => false,
            (Self::SignedIn | Self::InPerson, Some(_)) => true,
            (Self::Customer, Some(role)) => !role.is_staff(),
            (Self::Staff, Some(role)) => role.is_staff(),
            (Self::Manager, Some(role)) => role >= Role::Manager,
            (Self::Admin | Self::AdminInPerson | Self::Mailbox, Some(role)) => role == Role::Admin,
        }
    }

    /// Whether a program that acts for somebody with a token of the API is refused, whatever that person may: a stolen
    /// token ends no sessions, and makes no other token.
    #[must_use]
    pub fn is_in_person(self) -> bool {
        matches!(self, Self::InPerson | Self::AdminInPerson)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_access_admits_its_roles() {
        let callers = [None, Some(Role::Customer), Some(Role::Agent), Some(Role::Manager), Some(Role::Admin)];
        for (access, admitted) in [
            (Access::Public, [true, true, true, true, true]),
            (Access::SignedIn, [false, true, true, true, true]),
            (Access::InPerson, [false, true, true, true, true]),
            (Access::Customer, [false, true, false, false, false]),
            (Access::Staff, [false, false, true, true, true]),
            (Access::Manager, [false, false, false, true, true]),
            (Access::Admin, [false, false, false, false, true]),
            (Access::AdminInPerson, [false, false, false, false, true]),
            (Access::Mailbox, [false, false, false, false, true]),
        ] {
            assert_eq!(callers.map(|caller| access.admits(caller)), admitted, "{access:?}");
        }
    }
}
