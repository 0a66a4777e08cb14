//! Teams of agents.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::{Body, required};
use super::listed::Listed;
use crate::domain::{RotaId, Team, TeamId};
use crate::service::{self, TeamChange};
use crate::store::{self, StoreError};
use crate::web::auth::Session;
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
pub async fn list(site: web::Data<Site>) -> Result<HttpResponse, WebError> {
    let found = site.app.db.read(store::team::list).await;
    let found: Vec<Team> = found.map_err(|error: StoreError| WebError::from(error))?;
    Ok(HttpResponse::Ok().json(Listed::whole(found.into_iter().map(TeamView::of).collect())))
}

/// Add a team
///
/// # Errors
/// 422 for a name that is taken, or a rota that is not there.
#[utoipa::path(post, path = "/api/v1/teams", tag = "on call", request_body = GivenTeam,
    responses((status = 201, description = "The team", body = TeamView)))]
pub async fn add(
    site: web::Data<Site>,
    session: Session,
    body: Body<GivenTeam>,
) -> Result<HttpResponse, WebError> {
    let context = site.app.context().by(&session.person);
    let added = site.app.db.write(move |c| -> Result<Team, WebError> {
        let rota = match body.0.rota_id {
            Some(id) => Some(store::rota::find(c, id)?.ok_or_else(no_rota)?.name),
            None => None,
        };
        Ok(service::add_team(c, &context, &body.0.name, rota.as_deref())?)
    });
    Ok(HttpResponse::Created().json(TeamView::of(added.await?)))
}

/// Change a team
///
/// # Errors
/// 404, and 422 as for a new one.
#[utoipa::path(put, path = "/api/v1/teams/{id}", tag = "on call", request_body = GivenTeam,
    params(("id" = TeamId, Path, description = "The team’s id")),
    responses((status = 200, description = "The team afterwards", body = TeamView)))]
pub async fn change(
    site: web::Data<Site>,
    session: Session,
    id: web::Path<String>,
    body: Body<GivenTeam>,
) -> Result<HttpResponse, WebError> {
    let id: TeamId = id.parse().map_err(|_| WebError::NotFound)?;
    let change = TeamChange { name: body.0.name, rota_id: body.0.rota_id };
    let context = site.app.context();
    let changing = move |c: &mut _| service::change_team(c, &context, &session.person, id, change);
    Ok(HttpResponse::Ok().json(TeamView::of(site.app.db.write(changing).await?)))
}

fn no_rota() -> WebError {
    WebError::field("rota_id", "There is no such rota.")
}
