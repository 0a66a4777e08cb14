//! Teams, and who is on call.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::listed::Listed;
use super::names::NamedPerson;
use crate::domain::{PersonId, Rota, RotaId, Team, TeamId};
use crate::sla::Instant;
use crate::store::{self, Connection, StoreError};
use crate::web::error::WebError;
use crate::web::site::Site;

/// A team.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamView {
    /// The id.
    pub id: TeamId,
    /// The name.
    pub name: String,
    /// Its rota; null where the installation’s first one serves it.
    pub rota_id: Option<RotaId>,
}

/// A rota: its people take turns of a week each, in order, for ever.
#[derive(Debug, Serialize, ToSchema)]
pub struct RotaView {
    /// The id.
    pub id: RotaId,
    /// The name.
    pub name: String,
    /// The zone of the handover, an IANA name.
    pub time_zone: String,
    /// The weekday of the handover: `mon` to `sun`.
    pub handover_day: String,
    /// The wall-clock time of the handover: `09:00`.
    pub handover_time: String,
    /// The people, in the order of their turns.
    pub people: Vec<NamedPerson>,
    /// Who is on call at this moment.
    pub on_call: Option<NamedPerson>,
    /// Who is called next if that person does not answer.
    pub backup: Option<NamedPerson>,
}

/// List teams
///
/// # Errors
/// Those of the database.
#[utoipa::path(get, path = "/api/v1/teams", tag = "people",
    responses((status = 200, description = "Every team, by name", body = Listed<TeamView>)))]
pub async fn teams(site: web::Data<Site>) -> Result<HttpResponse, WebError> {
    let found = site.app.db.read(store::team::list).await;
    let found: Vec<Team> = found.map_err(|error: StoreError| WebError::from(error))?;
    let view = |team: Team| TeamView { id: team.id, name: team.name, rota_id: team.rota_id };
    Ok(HttpResponse::Ok().json(Listed::whole(found.into_iter().map(view).collect())))
}

/// List rotas
///
/// With who is on call at this moment.
///
/// # Errors
/// Those of the database.
#[utoipa::path(get, path = "/api/v1/rotas", tag = "people",
    responses((status = 200, description = "Every rota, by name", body = Listed<RotaView>)))]
pub async fn rotas(site: web::Data<Site>) -> Result<HttpResponse, WebError> {
    let now = site.now();
    let found = site.app.db.read(move |c| read(c, now)).await;
    let found: Vec<RotaView> = found.map_err(|error: StoreError| WebError::from(error))?;
    Ok(HttpResponse::Ok().json(Listed::whole(found)))
}

fn read(c: &mut Connection, now: Instant) -> Result<Vec<RotaView>, StoreError> {
    store::rota::list(c)?.into_iter().map(|rota| view(c, rota, now)).collect()
}

fn view(c: &mut Connection, rota: Rota, now: Instant) -> Result<RotaView, StoreError> {
    let mut named = |id: PersonId| {
        let found = store::person::find(c, id)?;
        Ok::<_, StoreError>(found.as_ref().map(NamedPerson::of))
    };
    let people = rota.people.iter().map(|id| named(*id)).collect::<Result<Vec<_>, _>>()?;
    let mut at_step = |step| rota.on_call(now, step).map_or(Ok(None), &mut named);
    Ok(RotaView {
        on_call: at_step(0)?,
        backup: at_step(1)?,
        people: people.into_iter().flatten().collect(),
        id: rota.id,
        name: rota.name,
        time_zone: rota.time_zone.name().to_owned(),
        handover_day: rota.handover_day.to_string().to_lowercase(),
        handover_time: rota.handover_time.format("%H:%M").to_string(),
    })
}
