//! Changing a team.

use serde_json::json;

use super::administration::{UniqueName, require_admin};
use super::{Context, ServiceError, audit, both};
use crate::domain::{AuditAction, Person, RotaId, Team, TeamId};
use crate::store::{self, Connection};

/// The name of a team.
pub(super) const NAME: UniqueName = UniqueName("team");

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
    let (name, ()) = both(free_name(c, id, &change.name), check_rota(c, change.rota_id))?;
    let team = Team { name, rota_id: change.rota_id, ..before };
    store::team::update(c, &team).map_err(|error| NAME.refused(error))?;
    audit(c, cx, by, AuditAction::TeamChanged, id, &json!({ "rota": team.rota_id }))?;
    Ok(team)
}

fn check_rota(c: &mut Connection, rota: Option<RotaId>) -> Result<(), ServiceError> {
    let Some(rota) = rota else { return Ok(()) };
    match store::rota::find(c, rota)? {
        Some(_) => Ok(()),
        None => Err(ServiceError::invalid("rota", "Choose one of the rotas.")),
    }
}

/// The name that a team is to have, and no other has.
pub(super) fn free_name(c: &mut Connection, id: TeamId, raw: &str) -> Result<String, ServiceError> {
    let others = store::team::list(c)?;
    NAME.free(raw, |name| others.iter().any(|other| other.id != id && other.name == name))
}
