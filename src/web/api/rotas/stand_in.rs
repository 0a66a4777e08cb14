//! `POST /api/v1/rotas/{id}/stand-ins` and its removal.

use actix_web::HttpResponse;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::ToSchema;

use super::RotaView;
use crate::domain::{Override, Person, PersonId, Rota, RotaId};
use crate::service::{self, Context, ServiceError};
use crate::store::Connection;
use crate::web::api::input::Body;
use crate::web::error::WebError;
use crate::web::visit::{PathId, Visit};

/// Somebody stands in for a while.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StandIn {
    /// Who: an active person of the provider.
    pub person_id: PersonId,
    /// From this instant.
    pub from: DateTime<Utc>,
    /// Until before this instant.
    pub until: DateTime<Utc>,
}

/// Let somebody stand in
///
/// # Errors
/// 404, 422 for an end that is not after the beginning or lies in the past, for a time in which somebody stands in
/// already, or somebody who can’t be on call.
#[utoipa::path(post, path = "/api/v1/rotas/{id}/stand-ins", tag = "on call", request_body = StandIn,
    params(("id" = RotaId, Path, description = "The rota’s id")),
    responses((status = 201, description = "The rota afterwards", body = RotaView)))]
pub async fn add(
    visit: Visit,
    PathId(id): PathId<RotaId>,
    body: Body<StandIn>,
) -> Result<HttpResponse, WebError> {
    let view = change(&visit, id, body.0, service::add_stand_in).await?;
    Ok(HttpResponse::Created().json(view))
}

/// Take a stand-in back
///
/// # Errors
/// 404 where there is no such stand-in.
#[utoipa::path(post, path = "/api/v1/rotas/{id}/stand-ins/removal", tag = "on call", request_body = StandIn,
    params(("id" = RotaId, Path, description = "The rota’s id")),
    responses((status = 200, description = "The rota afterwards", body = RotaView)))]
pub async fn remove(
    visit: Visit,
    PathId(id): PathId<RotaId>,
    body: Body<StandIn>,
) -> Result<HttpResponse, WebError> {
    let removing = |c: &mut Connection, cx: &Context, by: &Person, id, stand_in: Override| {
        service::remove_stand_in(c, cx, by, id, &stand_in)
    };
    Ok(HttpResponse::Ok().json(change(&visit, id, body.0, removing).await?))
}

async fn change<F>(visit: &Visit, id: RotaId, body: StandIn, verb: F) -> Result<RotaView, WebError>
where
    F: FnOnce(&mut Connection, &Context, &Person, RotaId, Override) -> Result<Rota, ServiceError>,
    F: Send + 'static,
{
    let StandIn { person_id, from, until } = body;
    let changing = move |c: &mut Connection, cx: &Context, by: &Person| -> Result<RotaView, WebError> {
        let rota = verb(c, cx, by, id, Override { person_id, from, until })?;
        Ok(RotaView::load(c, rota, cx.now)?)
    };
    visit.write(changing).await
}
