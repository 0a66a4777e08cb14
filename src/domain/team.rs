//! Teams of agents.

use serde::{Deserialize, Serialize};

use super::{RotaId, TeamId};
use crate::sla::Instant;

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// The id.
    pub id: TeamId,
    /// The name, unique.
    pub name: String,
    /// Its on-call rota; none where the installation's first rota serves it.
    pub rota_id: Option<RotaId>,
    /// When it was added.
    pub created_at: Instant,
}
