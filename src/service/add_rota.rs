//! Adding a team, and the on-call rota that serves it.

use chrono::{NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;
use serde_json::json;

use super::change_rota::people;
use super::{Context, ServiceError, audit};
use crate::domain::{AuditAction, EmailAddress, Rota, RotaId, Team, TeamId};
use crate::store::{self, Connection, StoreError};

/// A rota to be added.
#[derive(Debug, Clone)]
pub struct NewRota {
    /// The name, unique.
    pub name: String,
    /// The zone of the handover time; without one, the installation's.
    pub time_zone: Option<Tz>,
    /// The weekday of the handover.
    pub handover_day: Weekday,
    /// The wall-clock time of the handover.
    pub handover_time: NaiveTime,
    /// The people, in the order of their turns: active people of the provider.
    pub people: Vec<EmailAddress>,
}

/// Adds a rota. The first person's turn is the week that runs now.
///
/// # Errors
/// [`ServiceError::Invalid`] for an empty name, no people or too many, or somebody who is no active person of the provider.
pub fn add_rota(c: &mut Connection, cx: &Context, new: NewRota) -> Result<Rota, ServiceError> {
    let name = check_name(&new.name)?;
    let people = people(c, &new.people)?;
    let mut rota = Rota {
        id: RotaId::new(cx.now),
        name,
        time_zone: new.time_zone.unwrap_or(cx.identity.time_zone),
        handover_day: new.handover_day,
        handover_time: new.handover_time,
        first_turn: NaiveDate::default(),
        people,
        overrides: Vec::new(),
    };
    rota.first_turn = rota.latest_handover(cx.now);
    store::rota::insert(c, &rota).map_err(|error| taken(error, "There is a rota of this name."))?;
    audit(c, cx, cx.actor, AuditAction::RotaAdded, rota.id, &json!({ "people": rota.people }))?;
    Ok(rota)
}

/// Adds a team, served by a rota where one is named.
///
/// # Errors
/// [`ServiceError::Invalid`] for an empty name or one that is taken, or a rota that does not exist.
pub fn add_team(
    c: &mut Connection,
    cx: &Context,
    name: &str,
    rota: Option<&str>,
) -> Result<Team, ServiceError> {
    let rota_id = match rota {
        Some(wanted) => {
            let found = store::rota::list(c)?.into_iter().find(|rota| rota.name == wanted);
            let found = found.ok_or_else(|| {
                ServiceError::invalid("rota", format!("There is no rota called “{wanted}”."))
            })?;
            Some(found.id)
        }
        None => None,
    };
    let team = Team { id: TeamId::new(cx.now), name: check_name(name)?, rota_id, created_at: cx.now };
    store::team::insert(c, &team).map_err(|error| taken(error, "There is a team of this name."))?;
    audit(c, cx, cx.actor, AuditAction::TeamAdded, team.id, &json!({ "rota": team.rota_id }))?;
    Ok(team)
}

fn check_name(raw: &str) -> Result<String, ServiceError> {
    let name = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 200 {
        return Err(ServiceError::invalid("name", "Write a name of 1 to 200 characters."));
    }
    Ok(name)
}

fn taken(error: StoreError, message: &str) -> ServiceError {
    match error {
        StoreError::Unique { .. } => ServiceError::invalid("name", message),
        other => other.into(),
    }
}
