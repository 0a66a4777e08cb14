//! `GET /api/v1/organizations` and `GET /api/v1/organizations/{id}`.

use actix_web::HttpResponse;

use super::OrganizationView;
use crate::domain::OrganizationId;
use crate::store;
use crate::web::api::listed::Listed;
use crate::web::error::WebError;
use crate::web::visit::{PathId, Visit};

/// List customers
///
/// # Errors
/// Those of the database.
#[utoipa::path(get, path = "/api/v1/organizations", tag = "people",
    responses((status = 200, description = "Every customer, by name", body = Listed<OrganizationView>)))]
pub async fn list(visit: Visit) -> Result<HttpResponse, WebError> {
    let found = visit.read(|c| Ok(store::organization::list(c)?)).await?;
    Ok(HttpResponse::Ok().json(Listed::whole(found.into_iter().map(OrganizationView::of).collect())))
}

/// Get a customer
///
/// # Errors
/// 404 for an id that no customer has.
#[utoipa::path(get, path = "/api/v1/organizations/{id}", tag = "people",
    params(("id" = OrganizationId, Path, description = "The customer’s id")),
    responses((status = 200, description = "The customer", body = OrganizationView)))]
pub async fn show(visit: Visit, PathId(id): PathId<OrganizationId>) -> Result<HttpResponse, WebError> {
    let found = visit.read(move |c| store::organization::find(c, id)?.ok_or(WebError::NotFound)).await?;
    Ok(HttpResponse::Ok().json(OrganizationView::of(found)))
}
