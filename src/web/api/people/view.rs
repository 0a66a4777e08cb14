//! A person as programs see them: never with a password's hash.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{EmailAddress, OrganizationId, Person, PersonId, Role, TeamId};

/// A person.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonView {
    /// The id.
    pub id: PersonId,
    /// The address.
    pub email: EmailAddress,
    /// The name.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// The customer that the person belongs to.
    pub organization_id: Option<OrganizationId>,
    /// The team of an agent.
    pub team_id: Option<TeamId>,
    /// The zone in which the person reads times, an IANA name.
    pub time_zone: String,
    /// Whether notices of broken promises go to this person.
    pub receives_breach_notices: bool,
    /// Whether the person may sign in.
    pub is_active: bool,
    /// When the person became known.
    pub created_at: DateTime<Utc>,
}

impl PersonView {
    /// Words a person.
    #[must_use]
    pub fn of(person: Person) -> Self {
        Self {
            id: person.id,
            email: person.email,
            name: person.name,
            role: person.role,
            organization_id: person.organization_id,
            team_id: person.team_id,
            time_zone: person.time_zone.name().to_owned(),
            receives_breach_notices: person.receives_breach_notices,
            is_active: person.is_active,
            created_at: person.created_at,
        }
    }
}
