//! Changing a team.

use serde_json::json;

use super::administration::{clean_name, require_admin};
use super::{Context, ServiceError, audit};
use crate::domain::{AuditAction, Person, RotaId, Team, TeamId};
use crate::store::{self, Connection, StoreError};

/// A team as it shall be.
#[derive(Debug, Clone)]
pub struct TeamChange {
    /// The name, unique.
    pub name: String,
    /// Its on-call rota; without one, the installation's first serves it.
    pub rota_id: Option<RotaId>,
}

/// Changes a team.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator, [`ServiceError::NotFound`], [`ServiceError::Invalid`]
/// for a name that is taken or a rota that is not there.
pub fn change_team(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: TeamId,
    change: TeamChange,
) -> Result<Team, ServiceError> {
    require_admin(by)?;
    let before = store::team::find(c, id)?.ok_or(ServiceError::NotFound("team"))?;
    if let Some(rota) = change.rota_id
        && store::rota::find(c, rota)?.is_none()
    {
        return Err(ServiceError::invalid("rota", "Choose one of the rotas."));
    }
    let team = Team { name: clean_name(&change.name)?, rota_id: change.rota_id, ..before };
    store::team::update(c, &team).map_err(|error| match error {
        StoreError::Unique { .. } => ServiceError::invalid("name", "There is a team of this name."),
        other => other.into(),
    })?;
    audit(c, cx, by, AuditAction::TeamChanged, id, &json!({ "rota": team.rota_id }))?;
    Ok(team)
}
