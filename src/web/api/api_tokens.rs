//! Tokens with which programs call this API.

use actix_web::HttpResponse;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::Given;
use super::listed::Listed;
use crate::domain::{ApiSecret, ApiToken, ApiTokenId, Person, PersonId, TokenScope};
use crate::service::{self, Asker, Context, NewApiToken};
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::visit::{PathId, Visit};

/// An API token.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApiTokenView {
    /// The id.
    pub id: ApiTokenId,
    /// For whom it acts, with the rights that this person has at the moment.
    pub person_id: PersonId,
    /// What it is called.
    pub name: String,
    /// What it may do of that.
    pub scope: TokenScope,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From when on it is good for nothing; null for a token without an end.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was used last, true to the day; null if never.
    pub last_used_at: Option<DateTime<Utc>>,
    /// Since when it is revoked; null if it is not.
    pub revoked_at: Option<DateTime<Utc>>,
    /// The token itself: only in the answer that makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// A token to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddedApiToken {
    /// For whom it acts: a person, or the account of a service.
    pub person_id: PersonId,
    /// What it is called, such as the program that uses it.
    pub name: String,
    /// What it may do of what that person may.
    pub scope: TokenScope,
    /// When it ends; without it, never.
    #[serde(default)]
    pub expires_at: Option<DateTime<Utc>>,
}

impl ApiTokenView {
    fn of(token: ApiToken, secret: Option<&ApiSecret>) -> Self {
        Self {
            id: token.id,
            person_id: token.person_id,
            name: token.name,
            scope: token.scope,
            created_at: token.created_at,
            expires_at: token.expires_at,
            last_used_at: token.last_used_at,
            revoked_at: token.revoked_at,
            token: secret.map(|secret| secret.reveal().to_owned()),
        }
    }
}

/// List API tokens
///
/// # Errors
/// Those of the database; 403 for a program with a token.
#[utoipa::path(get, path = "/api/v1/api-tokens", tag = "api tokens",
    responses((status = 200, description = "Every token, the newest first", body = Listed<ApiTokenView>)))]
pub async fn list(visit: Visit) -> Result<HttpResponse, WebError> {
    let found = visit.read(|c| Ok(store::api_token::list(c)?)).await?;
    let views = found.into_iter().map(|token| ApiTokenView::of(token, None)).collect();
    Ok(HttpResponse::Ok().json(Listed::whole(views)))
}

/// Make an API token
///
/// With it as bearer, a program calls this API for a person, until the token ends or is revoked. It is shown once, in
/// this answer. It can't look at or end sessions, and can't make or revoke tokens.
///
/// # Errors
/// 422 for an empty name, a person who is not there or may not sign in, an end that is past; 403 for a program with a
/// token.
#[utoipa::path(post, path = "/api/v1/api-tokens", tag = "api tokens", request_body = AddedApiToken,
    responses((status = 201, description = "The token", body = ApiTokenView)))]
pub async fn add(visit: Visit, body: Given<AddedApiToken>) -> Result<HttpResponse, WebError> {
    let secret = ApiSecret::from_random(rand::random());
    let (AddedApiToken { person_id, name, scope, expires_at }, faults) = body.apart();
    let new = NewApiToken { person_id, name, scope, expires_at };
    let kept = secret.clone();
    let adding = move |c: &mut Connection, cx: &Context, by: &Person| -> Result<ApiToken, WebError> {
        let added = service::add_api_token(c, cx, Asker::Person(by), new, &kept);
        faults.settle(added.map_err(|error| WebError::from(error).at("person", "person_id")))
    };
    let token = visit.write(adding).await?;
    Ok(HttpResponse::Created().json(ApiTokenView::of(token, Some(&secret))))
}

/// Revoke an API token
///
/// # Errors
/// 404 for an id that no token has; 403 for a program with a token.
#[utoipa::path(delete, path = "/api/v1/api-tokens/{id}", tag = "api tokens",
    params(("id" = ApiTokenId, Path, description = "The token’s id")),
    responses((status = 204, description = "It is good for nothing from now on")))]
pub async fn revoke(visit: Visit, PathId(id): PathId<ApiTokenId>) -> Result<HttpResponse, WebError> {
    visit.write(move |c, cx, by| service::revoke_api_token(c, cx, Asker::Person(by), id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
