//! A customer as programs see it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{Organization, OrganizationId, TeamId};

/// A customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganizationView {
    /// The id.
    pub id: OrganizationId,
    /// The name.
    pub name: String,
    /// The key of the agreement that its tickets are opened under.
    pub contract: String,
    /// Mail domains whose senders belong to it.
    pub domains: Vec<String>,
    /// The zone of its people, an IANA name.
    pub time_zone: String,
    /// The team that works its tickets first.
    pub team_id: Option<TeamId>,
    /// When it was added.
    pub created_at: DateTime<Utc>,
}

impl OrganizationView {
    /// Words a customer.
    #[must_use]
    pub fn of(organization: Organization) -> Self {
        Self {
            id: organization.id,
            name: organization.name,
            contract: organization.contract_key,
            domains: organization.domains,
            time_zone: organization.time_zone.name().to_owned(),
            team_id: organization.team_id,
            created_at: organization.created_at,
        }
    }
}
