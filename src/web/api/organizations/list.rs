//! `GET /api/v1/organizations` and `GET /api/v1/organizations/{id}`.

use actix_web::{HttpResponse, web};

use super::OrganizationView;
use crate::domain::{Organization, OrganizationId};
use crate::store::{self, StoreError};
use crate::web::api::listed::Listed;
use crate::web::error::WebError;
use crate::web::site::Site;

/// List customers
///
/// # Errors
/// Those of the database.
#[utoipa::path(get, path = "/api/v1/organizations", tag = "people",
    responses((status = 200, description = "Every customer, by name", body = Listed<OrganizationView>)))]
pub async fn list(site: web::Data<Site>) -> Result<HttpResponse, WebError> {
    let found = site.app.db.read(store::organization::list).await;
    let found: Vec<Organization> = found.map_err(|error: StoreError| WebError::from(error))?;
    Ok(HttpResponse::Ok().json(Listed::whole(found.into_iter().map(OrganizationView::of).collect())))
}

/// Get a customer
///
/// # Errors
/// 404 for an id that no customer has.
#[utoipa::path(get, path = "/api/v1/organizations/{id}", tag = "people",
    params(("id" = OrganizationId, Path, description = "The customer’s id")),
    responses((status = 200, description = "The customer", body = OrganizationView)))]
pub async fn show(site: web::Data<Site>, id: web::Path<String>) -> Result<HttpResponse, WebError> {
    let id: OrganizationId = id.parse().map_err(|_| WebError::NotFound)?;
    let found = site.app.db.read(move |c| store::organization::find(c, id)).await;
    let found = found.map_err(|error: StoreError| WebError::from(error))?.ok_or(WebError::NotFound)?;
    Ok(HttpResponse::Ok().json(OrganizationView::of(found)))
}
