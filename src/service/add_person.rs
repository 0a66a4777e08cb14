//! Adding a person.

use chrono_tz::Tz;

use serde_json::json;

use super::administration::clean_name;
use super::{Context, ServiceError, audit, both};
use crate::domain::{AuditAction, EmailAddress, Organization, Person, PersonId, Role, TeamId};
use crate::store::{self, Connection, StoreError};

/// A person to be added.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// The address, unique among people.
    pub email: EmailAddress,
    /// The name as shown.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// The organization's name: needed for a customer, refused for staff.
    pub organization: Option<String>,
    /// The team of an agent.
    pub team_id: Option<TeamId>,
    /// The zone in which the person reads times; without one, the organization's or the installation's.
    pub time_zone: Option<Tz>,
    /// Whether breach notices of the organization go to this person.
    pub receives_breach_notices: bool,
    /// The hash of the password; a person without one can't sign in.
    pub password_hash: Option<String>,
}

/// Adds a person. Somebody who is known only from a mail is given the name, the role and the password.
///
/// # Errors
/// [`ServiceError::Invalid`] for an address that is taken, an organization that does not exist, or one that does not
/// fit the role.
pub fn add_person(c: &mut Connection, cx: &Context, new: NewPerson) -> Result<Person, ServiceError> {
    let named = both(clean_name(&new.name), organization(c, &new));
    let ((name, organization), known) = both(named, known(c, &new.email))?;
    let zone =
        new.time_zone.or(organization.as_ref().map(|found| found.time_zone)).unwrap_or(cx.identity.time_zone);
    let person = Person {
        id: known.as_ref().map_or_else(|| PersonId::new(cx.now), |known| known.id),
        email: new.email,
        name,
        role: new.role,
        organization_id: organization.map(|found| found.id),
        team_id: new.team_id,
        time_zone: zone,
        receives_breach_notices: new.receives_breach_notices,
        is_active: true,
        created_at: known.as_ref().map_or(cx.now, |known| known.created_at),
    };
    match known {
        Some(_) => store::person::update(c, &person)?,
        None => store::person::insert(c, &person).map_err(|error| taken(error, &person.email))?,
    }
    if let Some(hash) = new.password_hash {
        store::person::set_password_hash(c, person.id, Some(&hash))?;
    }
    let detail =
        json!({ "role": person.role, "organization": person.organization_id, "team": person.team_id });
    audit(c, cx, cx.actor, AuditAction::PersonAdded, person.id, &detail)?;
    Ok(person)
}

/// The customer that the person belongs to: one for a customer's people, none for the provider's.
fn organization(c: &mut Connection, new: &NewPerson) -> Result<Option<Organization>, ServiceError> {
    let refused = |why: String| ServiceError::invalid("organization", why);
    match (&new.organization, new.role.is_staff()) {
        (None, true) => Ok(None),
        (Some(_), true) => Err(refused("People of the provider belong to no customer.".to_owned())),
        (None, false) => Err(refused("Name the organization of this customer.".to_owned())),
        (Some(name), false) => {
            let found = store::organization::find_by_name(c, name)?;
            found.map(Some).ok_or_else(|| refused(format!("There is no organization called “{name}”.")))
        }
    }
}

/// Who is known by the address from a mail alone.
fn known(c: &mut Connection, email: &EmailAddress) -> Result<Option<Person>, ServiceError> {
    let known = store::person::find_by_email(c, email)?;
    match &known {
        Some(person) if store::person::password_hash(c, person.id)?.is_some() => {
            Err(ServiceError::invalid("email", format!("{email} is already known.")))
        }
        _ => Ok(known),
    }
}

fn taken(error: StoreError, email: &EmailAddress) -> ServiceError {
    match error {
        StoreError::Unique { .. } => ServiceError::invalid("email", format!("{email} is already known.")),
        other => other.into(),
    }
}
