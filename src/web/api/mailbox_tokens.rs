//! Tokens with which mail providers' webhooks hand in mail.

use actix_web::HttpResponse;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::Body;
use super::listed::Listed;
use crate::domain::{MailboxSecret, MailboxToken, MailboxTokenId};
use crate::service;
use crate::store;
use crate::web::error::WebError;
use crate::web::visit::{PathId, Visit};

/// A mailbox token.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailboxTokenView {
    /// The id.
    pub id: MailboxTokenId,
    /// What it is called: the `source` of mail that comes with it.
    pub name: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Since when it is good for nothing; null while it is good.
    pub revoked_at: Option<DateTime<Utc>>,
    /// The token itself: only in the answer that makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// A token to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMailboxToken {
    /// What it is called, such as the provider's name.
    pub name: String,
}

impl MailboxTokenView {
    fn of(token: MailboxToken, secret: Option<&MailboxSecret>) -> Self {
        Self {
            id: token.id,
            name: token.name,
            created_at: token.created_at,
            revoked_at: token.revoked_at,
            token: secret.map(|secret| secret.reveal().to_owned()),
        }
    }
}

/// List mailbox tokens
///
/// # Errors
/// Those of the database.
#[utoipa::path(get, path = "/api/v1/mailbox-tokens", tag = "mail",
    responses((status = 200, description = "Every token, the newest first", body = Listed<MailboxTokenView>)))]
pub async fn list(visit: Visit) -> Result<HttpResponse, WebError> {
    let found = visit.read(|c| Ok(store::mailbox_token::list(c)?)).await?;
    let views = found.into_iter().map(|token| MailboxTokenView::of(token, None)).collect();
    Ok(HttpResponse::Ok().json(Listed::whole(views)))
}

/// Make a mailbox token
///
/// With it as bearer, a mail provider may post mail to `/api/v1/inbound`, and do nothing else. It is shown once, in
/// this answer.
///
/// # Errors
/// 422 for an empty name.
#[utoipa::path(post, path = "/api/v1/mailbox-tokens", tag = "mail", request_body = NewMailboxToken,
    responses((status = 201, description = "The token", body = MailboxTokenView)))]
pub async fn add(visit: Visit, body: Body<NewMailboxToken>) -> Result<HttpResponse, WebError> {
    let (name, secret) = (body.0.name, MailboxSecret::from_random(rand::random()));
    let kept = secret.clone();
    let token = visit.write(move |c, cx, _| service::add_mailbox_token(c, cx, &name, &kept)).await?;
    Ok(HttpResponse::Created().json(MailboxTokenView::of(token, Some(&secret))))
}

/// Revoke a mailbox token
///
/// # Errors
/// 404 for an id that no token has.
#[utoipa::path(delete, path = "/api/v1/mailbox-tokens/{id}", tag = "mail",
    params(("id" = MailboxTokenId, Path, description = "The token’s id")),
    responses((status = 204, description = "It is good for nothing from now on")))]
pub async fn revoke(visit: Visit, PathId(id): PathId<MailboxTokenId>) -> Result<HttpResponse, WebError> {
    visit.write(move |c, cx, _| service::revoke_mailbox_token(c, cx, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
