//! Organizations: the customers who signed an agreement.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::OrganizationId;
use crate::sla::Instant;

/// A customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    /// The id.
    pub id: OrganizationId,
    /// The name as shown, unique.
    pub name: String,
    /// The key of the contract its new tickets are opened under.
    pub contract_key: String,
    /// Mail domains whose senders belong to it, in lower case.
    pub domains: Vec<String>,
    /// The zone for its people who have not chosen one.
    pub time_zone: Tz,
    /// The team that works its tickets first.
    pub team_id: Option<super::TeamId>,
    /// When it was added.
    pub created_at: Instant,
}
