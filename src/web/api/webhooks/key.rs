//! Giving a webhook a new key.

use actix_web::HttpResponse;
use serde::Deserialize;
use utoipa::ToSchema;

use super::WebhookView;
use crate::domain::{OldKey, WebhookId, WebhookSecret};
use crate::service;
use crate::web::api::input::Body;
use crate::web::error::WebError;
use crate::web::visit::{PathId, Visit};

/// A new key for a webhook.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKey {
    /// What becomes of the present one.
    pub old_key: OldKey,
}

/// Give a webhook a new key
///
/// Everything that leaves from now on is signed with it. It is shown once, in this answer. Where the old key signs for
/// a day more, `X-Punctual-Signature` holds two signatures until then, with a comma between, the new key’s first.
///
/// # Errors
/// 404; 422 where it isn’t said what becomes of the old key.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/key", tag = "webhooks", request_body = NewKey,
    params(("id" = WebhookId, Path, description = "The webhook’s id")),
    responses((status = 200, description = "The webhook with its new key", body = WebhookView)))]
pub async fn renew(
    visit: Visit,
    PathId(id): PathId<WebhookId>,
    body: Body<NewKey>,
) -> Result<HttpResponse, WebError> {
    let (key, old) = (WebhookSecret::from_random(rand::random()), body.0.old_key);
    let kept = key.clone();
    let webhook = visit.write(move |c, cx, by| service::renew_webhook_key(c, cx, by, id, &kept, old)).await?;
    Ok(HttpResponse::Ok().json(WebhookView::of(webhook, Some(&key))))
}
