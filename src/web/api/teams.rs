//! Teams of agents.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::{Given, required};
use super::listed::Listed;
use crate::domain::{Person, RotaId, Team, TeamId};
use crate::service::{self, Context, TeamChange};
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::visit::{PathId, Visit};

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

/// A team as it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenTeam {
    /// The name, unique.
    pub name: String,
    /// Its rota; null where the installation’s first one shall serve it.
    #[serde(deserialize_with = "required")]
    #[schema(required = true)]
    pub rota_id: Option<RotaId>,
}

impl TeamView {
    fn of(team: Team) -> Self {
        Self { id: team.id, name: team.name, rota_id: team.rota_id }
    }
}

/// List teams
///
/// # Errors
/// Those of the database.
#[utoipa::path(get, path = "/api/v1/teams", tag = "on call",
    responses((status = 200, description = "Every team, by name", body = Listed<TeamView>)))]
pub async fn list(visit: Visit) -> Result<HttpResponse, WebError> {
    let found = visit.read(|c| Ok(store::team::list(c)?)).await?;
    Ok(HttpResponse::Ok().json(Listed::whole(found.into_iter().map(TeamView::of).collect())))
}

/// Add a team
///
/// # Errors
/// 422 for a name that is taken, or a rota that is not there.
#[utoipa::path(post, path = "/api/v1/teams", tag = "on call", request_body = GivenTeam,
    responses((status = 201, description = "The team", body = TeamView)))]
pub async fn add(visit: Visit, body: Given<GivenTeam>) -> Result<HttpResponse, WebError> {
    let (GivenTeam { name, rota_id }, mut faults) = body.apart();
    let adding = move |c: &mut Connection, cx: &Context, _: &Person| -> Result<Team, WebError> {
        let rota = match rota_id {
            Some(id) => store::rota::find(c, id)?.map(|rota| Some(rota.name)).ok_or_else(no_rota),
            None => Ok(None),
        };
        let rota = faults.take(rota, None)?;
        faults.settle(service::add_team(c, cx, &name, rota.as_deref()))
    };
    Ok(HttpResponse::Created().json(TeamView::of(visit.write(adding).await?)))
}

/// Change a team
///
/// # Errors
/// 404, and 422 as for a new one.
#[utoipa::path(put, path = "/api/v1/teams/{id}", tag = "on call", request_body = GivenTeam,
    params(("id" = TeamId, Path, description = "The team’s id")),
    responses((status = 200, description = "The team afterwards", body = TeamView)))]
pub async fn change(
    visit: Visit,
    PathId(id): PathId<TeamId>,
    body: Given<GivenTeam>,
) -> Result<HttpResponse, WebError> {
    let (GivenTeam { name, rota_id }, faults) = body.apart();
    let changing = move |c: &mut Connection, cx: &Context, by: &Person| -> Result<Team, WebError> {
        let changed = service::change_team(c, cx, by, id, TeamChange { name, rota_id });
        faults.settle(changed.map_err(|error| WebError::from(error).at("rota", "rota_id")))
    };
    Ok(HttpResponse::Ok().json(TeamView::of(visit.write(changing).await?)))
}

fn no_rota() -> WebError {
    WebError::field("rota_id", "There is no such rota.")
}
