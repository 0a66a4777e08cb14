//! Adding a team, and the on-call rota that serves it.

use chrono::{NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;
use serde_json::json;

use super::change_rota::{self, free_name, people};
use super::{Context, ServiceError, audit, both, change_team};
use crate::domain::{AuditAction, EmailAddress, Rota, RotaId, Team, TeamId};
use crate::store::{self, Connection};

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
    let id = RotaId::new(cx.now);
    let (name, people) = both(free_name(c, id, &new.name), people(c, &new.people))?;
    let mut rota = Rota {
        id,
        name,
        time_zone: new.time_zone.unwrap_or(cx.identity.time_zone),
        handover_day: new.handover_day,
        handover_time: new.handover_time,
        first_turn: NaiveDate::default(),
        people,
        overrides: Vec::new(),
    };
    rota.first_turn = rota.latest_handover(cx.now);
    store::rota::insert(c, &rota).map_err(|error| change_rota::NAME.refused(error))?;
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
    let id = TeamId::new(cx.now);
    let (name, rota_id) = both(change_team::free_name(c, id, name), rota_called(c, rota))?;
    let team = Team { id, name, rota_id, created_at: cx.now };
    store::team::insert(c, &team).map_err(|error| change_team::NAME.refused(error))?;
    audit(c, cx, cx.actor, AuditAction::TeamAdded, team.id, &json!({ "rota": team.rota_id }))?;
    Ok(team)
}

fn rota_called(c: &mut Connection, name: Option<&str>) -> Result<Option<RotaId>, ServiceError> {
    let Some(wanted) = name else { return Ok(None) };
    let found = store::rota::list(c)?.into_iter().find(|rota| rota.name == wanted);
    found
        .map(|rota| Some(rota.id))
        .ok_or_else(|| ServiceError::invalid("rota", format!("There is no rota called “{wanted}”.")))
}
