//! People: contacts of customers, agents, managers, administrators.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{EmailAddress, OrganizationId, PersonId, TeamId};
use crate::sla::Instant;

/// What a person may do. Each role of the provider includes the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees and reports tickets of their own organization.
    Customer,
    /// Works every ticket.
    Agent,
    /// An agent who also reviews breaches.
    Manager,
    /// A manager who also configures the installation.
    Admin,
}

impl Role {
    /// Every role, weakest first.
    pub const ALL: [Self; 4] = [Self::Customer, Self::Agent, Self::Manager, Self::Admin];

    /// Whether this is a person of the provider.
    #[must_use]
    pub fn is_staff(self) -> bool {
        self != Self::Customer
    }

    /// The word in the database and the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Agent => "agent",
            Self::Manager => "manager",
            Self::Admin => "admin",
        }
    }
}

impl std::str::FromStr for Role {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| format!("“{text}” is no role: use customer, agent, manager or admin"))
    }
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// The address, unique among people.
    pub email: EmailAddress,
    /// The name as shown.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// The customer the person belongs to; none for staff and for senders nobody knows.
    pub organization_id: Option<OrganizationId>,
    /// The team an agent works in.
    pub team_id: Option<TeamId>,
    /// The zone in which this person reads times.
    pub time_zone: Tz,
    /// Whether breach notices of the organization go to this person (a designated contact).
    pub receives_breach_notices: bool,
    /// Whether the person may sign in: false once disabled.
    pub is_active: bool,
    /// When the person became known.
    pub created_at: Instant,
}
