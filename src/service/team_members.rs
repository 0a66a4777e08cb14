//! Taking people of the provider into a team, and out of it.

use super::administration::require_admin;
use super::{Context, PersonChange, ServiceError, change_person};
use crate::domain::{Person, PersonId, TeamId};
use crate::store::{self, Connection};

/// Takes somebody into a team; they leave the one that they were in.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator, [`ServiceError::NotFound`] for the team,
/// [`ServiceError::Invalid`] for somebody who is no active person of the provider.
pub fn join_team(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    team: TeamId,
    person: PersonId,
) -> Result<Person, ServiceError> {
    require_admin(by)?;
    store::team::find(c, team)?.ok_or(ServiceError::NotFound("team"))?;
    let found = store::person::find(c, person)?.filter(|one| one.is_active && one.role.is_staff());
    let found =
        found.ok_or_else(|| ServiceError::invalid("person", "Choose an active person of the provider."))?;
    change_person(c, cx, by, person, moved(found, Some(team)))
}

/// Takes somebody out of a team.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator, [`ServiceError::NotFound`] for somebody who is not in
/// it.
pub fn leave_team(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    team: TeamId,
    person: PersonId,
) -> Result<Person, ServiceError> {
    require_admin(by)?;
    let found = store::person::find(c, person)?.filter(|one| one.team_id == Some(team));
    let found = found.ok_or(ServiceError::NotFound("person"))?;
    change_person(c, cx, by, person, moved(found, None))
}

/// The person as before, but for the team.
fn moved(person: Person, team_id: Option<TeamId>) -> PersonChange {
    PersonChange {
        name: person.name,
        role: person.role,
        team_id,
        time_zone: person.time_zone,
        receives_breach_notices: person.receives_breach_notices,
    }
}
