//! Changing what a person is called, may do and receives.

use chrono_tz::Tz;
use serde_json::json;

use super::administration::{clean_name, require_admin, require_another_admin};
use super::{Context, ServiceError, audit, both};
use crate::domain::{AuditAction, Person, PersonId, Role, TeamId};
use crate::store::{self, Connection};

/// What of a person can be changed. The address stays: it is what mails are matched by.
#[derive(Debug, Clone)]
pub struct PersonChange {
    /// The name as shown.
    pub name: String,
    /// What the person may do; a contact of a customer never becomes staff, nor the other way round.
    pub role: Role,
    /// The team of an agent.
    pub team_id: Option<TeamId>,
    /// The zone in which the person reads times.
    pub time_zone: Tz,
    /// Whether breach notices of the organization go to this person.
    pub receives_breach_notices: bool,
}

/// Changes a person. A new role ends their sessions, so that it holds from the next request on.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator, [`ServiceError::NotFound`], [`ServiceError::Invalid`]
/// for a role that does not fit, or where no administrator would be left.
pub fn change_person(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: PersonId,
    change: PersonChange,
) -> Result<Person, ServiceError> {
    require_admin(by)?;
    let before = store::person::find(c, id)?.ok_or(ServiceError::NotFound("person"))?;
    let (name, ()) = both(clean_name(&change.name), check_role(c, &before, change.role))?;
    let person = Person {
        name,
        role: change.role,
        team_id: change.team_id.filter(|_| change.role.is_staff()),
        time_zone: change.time_zone,
        receives_breach_notices: change.receives_breach_notices && before.organization_id.is_some(),
        ..before
    };
    store::person::update(c, &person)?;
    if before.role != person.role {
        store::person::bump_token_generation(c, id)?;
    }
    let detail = json!({
        "role_before": before.role, "role": person.role, "team": person.team_id,
        "receives_breach_notices": person.receives_breach_notices,
    });
    audit(c, cx, by, AuditAction::PersonChanged, id, &detail)?;
    Ok(person)
}

fn check_role(c: &mut Connection, before: &Person, role: Role) -> Result<(), ServiceError> {
    if before.role.is_staff() != role.is_staff() {
        return Err(ServiceError::invalid(
            "role",
            "A contact of a customer can't become a person of the provider, nor the other way round: add the person under another address.",
        ));
    }
    match before.role == Role::Admin && role != Role::Admin {
        true => require_another_admin(c, before.id),
        false => Ok(()),
    }
}
