//! Letting people in, and out: `PUT /api/v1/people/{id}/access`, `POST /api/v1/people/{id}/sign-in-reset`.

use actix_web::HttpResponse;
use serde::Deserialize;
use utoipa::ToSchema;

use super::PersonView;
use super::hash::hash;
use crate::domain::PersonId;
use crate::service;
use crate::web::api::input::Body;
use crate::web::error::WebError;
use crate::web::visit::{PathId, Visit};

/// Whether somebody may sign in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccess {
    /// False ends their sessions with the next request; what they wrote stays.
    pub is_active: bool,
}

/// A new beginning.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInReset {
    /// The new password, at least twelve characters; without it the old one stays.
    #[serde(default)]
    #[schema(format = Password)]
    pub password: Option<String>,
}

/// Let a person sign in, or no longer
///
/// # Errors
/// 404, 422 for yourself and for the last administrator.
#[utoipa::path(put, path = "/api/v1/people/{id}/access", tag = "people", request_body = NewAccess,
    params(("id" = PersonId, Path, description = "The person’s id")),
    responses((status = 200, description = "The person afterwards", body = PersonView)))]
pub async fn set(
    visit: Visit,
    PathId(id): PathId<PersonId>,
    body: Body<NewAccess>,
) -> Result<HttpResponse, WebError> {
    let is_active = body.0.is_active;
    let person = visit.write(move |c, cx, by| service::allow_sign_in(c, cx, by, id, is_active)).await?;
    Ok(HttpResponse::Ok().json(PersonView::of(person)))
}

/// End a person’s sessions, and set a new password
///
/// # Errors
/// 404, 422 for a weak password.
#[utoipa::path(post, path = "/api/v1/people/{id}/sign-in-reset", tag = "people", request_body = SignInReset,
    params(("id" = PersonId, Path, description = "The person’s id")),
    responses((status = 204, description = "Their sessions are over")))]
pub async fn reset(
    visit: Visit,
    PathId(id): PathId<PersonId>,
    body: Body<SignInReset>,
) -> Result<HttpResponse, WebError> {
    let hash = match &body.0.password {
        Some(password) => Some(hash(&visit.site, password).await?),
        None => None,
    };
    visit.write(move |c, cx, by| service::reset_sign_in(c, cx, by, id, hash.as_deref())).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Count a person’s address as good again
///
/// Mail to it had come back so often that it was marked. What came back until now counts no more.
///
/// # Errors
/// 404, 409 for an address without a mark.
#[utoipa::path(post, path = "/api/v1/people/{id}/address-clearance", tag = "people",
    params(("id" = PersonId, Path, description = "The person’s id")),
    responses((status = 204, description = "The mark is gone")))]
pub async fn clear_address(visit: Visit, PathId(id): PathId<PersonId>) -> Result<HttpResponse, WebError> {
    visit.write(move |c, cx, by| service::clear_address(c, cx, by, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
