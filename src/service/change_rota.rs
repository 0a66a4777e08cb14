//! Changing an on-call rota, and who stands in on it.

use chrono::{NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;
use serde_json::json;

use super::administration::{UniqueName, require_admin};
use super::{Context, ServiceError, audit, both, each};
use crate::domain::{AuditAction, EmailAddress, Override, Person, PersonId, Rota, RotaId};
use crate::store::{self, Connection};

/// The name of a rota.
pub(super) const NAME: UniqueName = UniqueName("rota");

/// The most stand-ins that are kept; those that are over make room.
const MOST_OVERRIDES: usize = 500;

/// A rota as it shall be.
#[derive(Debug, Clone)]
pub struct RotaChange {
    /// The name, unique.
    pub name: String,
    /// The zone of the handover time.
    pub time_zone: Tz,
    /// The weekday of the handover.
    pub handover_day: Weekday,
    /// The wall-clock time of the handover.
    pub handover_time: NaiveTime,
    /// The local date of the handover at which the first person's turn begins.
    pub first_turn: NaiveDate,
    /// Addresses of people of the provider, in the order of their turns.
    pub people: Vec<EmailAddress>,
}

/// Changes a rota; its stand-ins stay.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator, [`ServiceError::NotFound`], [`ServiceError::Invalid`]
/// for a name that is taken, or somebody who can't be on call.
pub fn change_rota(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: RotaId,
    change: RotaChange,
) -> Result<Rota, ServiceError> {
    require_admin(by)?;
    let before = store::rota::lock(c, id)?.ok_or(ServiceError::NotFound("rota"))?;
    let (name, people) = both(free_name(c, id, &change.name), people(c, &change.people))?;
    let rota = Rota {
        name,
        time_zone: change.time_zone,
        handover_day: change.handover_day,
        handover_time: change.handover_time,
        first_turn: change.first_turn,
        people,
        ..before
    };
    store::rota::update(c, &rota).map_err(|error| NAME.refused(error))?;
    audit(c, cx, by, AuditAction::RotaChanged, id, &json!({ "people": rota.people }))?;
    Ok(rota)
}

/// Lets somebody stand in on a rota for a while.
///
/// # Errors
/// As [`change_rota`]; [`ServiceError::Invalid`] for an end that is not after the beginning, or lies in the past, and
/// where somebody stands in at a part of that time already: who is called must never hang on who was written last.
pub fn add_stand_in(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: RotaId,
    stand_in: Override,
) -> Result<Rota, ServiceError> {
    require_admin(by)?;
    let mut rota = store::rota::lock(c, id)?.ok_or(ServiceError::NotFound("rota"))?;
    let person = check_staff(store::person::find(c, stand_in.person_id)?, "person");
    both(person, check_time(c, cx, &rota, &stand_in))?;
    rota.overrides.push(stand_in.clone());
    if rota.overrides.len() > MOST_OVERRIDES {
        rota.overrides.retain(|known| known.until > cx.now);
    }
    store::rota::update(c, &rota)?;
    audit(c, cx, by, AuditAction::StandInAdded, id, &stand_in_detail(&stand_in))?;
    Ok(rota)
}

/// Takes a stand-in back.
///
/// # Errors
/// As [`change_rota`]; [`ServiceError::NotFound`] where there is no such stand-in.
pub fn remove_stand_in(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: RotaId,
    stand_in: &Override,
) -> Result<Rota, ServiceError> {
    require_admin(by)?;
    let mut rota = store::rota::lock(c, id)?.ok_or(ServiceError::NotFound("rota"))?;
    let before = rota.overrides.len();
    rota.overrides.retain(|known| known != stand_in);
    if rota.overrides.len() == before {
        return Err(ServiceError::NotFound("stand-in"));
    }
    store::rota::update(c, &rota)?;
    audit(c, cx, by, AuditAction::StandInRemoved, id, &stand_in_detail(stand_in))?;
    Ok(rota)
}

fn check_time(
    c: &mut Connection,
    cx: &Context,
    rota: &Rota,
    stand_in: &Override,
) -> Result<(), ServiceError> {
    if stand_in.until <= stand_in.from {
        return Err(ServiceError::invalid("until", "The end has to be after the beginning."));
    }
    if stand_in.until <= cx.now {
        return Err(ServiceError::invalid("until", "This time is over."));
    }
    match rota.overrides.iter().find(|known| known.overlaps(stand_in)) {
        Some(other) => Err(ServiceError::invalid("from", who_stands_in(c, rota, other)?)),
        None => Ok(()),
    }
}

/// The name that a rota is to have, and no other has.
pub(super) fn free_name(c: &mut Connection, id: RotaId, raw: &str) -> Result<String, ServiceError> {
    let others = store::rota::list(c)?;
    NAME.free(raw, |name| others.iter().any(|other| other.id != id && other.name == name))
}

/// Says who stands in already, and what to do.
fn who_stands_in(c: &mut Connection, rota: &Rota, other: &Override) -> Result<String, ServiceError> {
    let name =
        store::person::find(c, other.person_id)?.map_or("Somebody who left".to_owned(), |one| one.name);
    let zone = rota.time_zone;
    let [from, until] =
        [other.from, other.until].map(|at| at.with_timezone(&zone).format("%a %-d %b %Y %H:%M").to_string());
    Ok(format!(
        "{name} stands in from {from} to {until} ({zone}) already. Take that back first, or choose a time before or after it."
    ))
}

fn stand_in_detail(stand_in: &Override) -> serde_json::Value {
    json!({ "person": stand_in.person_id, "from": stand_in.from, "until": stand_in.until })
}

/// Finds the people of a rota.
pub(super) fn people(c: &mut Connection, addresses: &[EmailAddress]) -> Result<Vec<PersonId>, ServiceError> {
    if addresses.is_empty() || addresses.len() > Rota::MOST_PEOPLE {
        let fault = format!("Choose 1 to {} people.", Rota::MOST_PEOPLE);
        return Err(ServiceError::invalid("people", fault));
    }
    each(addresses.iter().map(|address| {
        let found = store::person::find_by_email(c, address)?;
        check_staff(found, "people").map_err(|_| {
            ServiceError::invalid("people", format!("{address} is no active person of the provider."))
        })
    }))
}

fn check_staff(person: Option<Person>, field: &'static str) -> Result<PersonId, ServiceError> {
    person
        .filter(|person| person.is_active && person.role.is_staff())
        .map(|person| person.id)
        .ok_or_else(|| ServiceError::invalid(field, "Choose an active person of the provider."))
}
