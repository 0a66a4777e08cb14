//! `GET /api/v1/webhooks` and `GET /api/v1/webhooks/{id}`.

use actix_web::{HttpResponse, web};

use super::WebhookView;
use crate::domain::{Webhook, WebhookId};
use crate::store::{self, StoreError};
use crate::web::api::listed::Listed;
use crate::web::error::WebError;
use crate::web::site::Site;
use crate::web::visit::PathId;

/// List webhooks
///
/// # Errors
/// Those of the database.
#[utoipa::path(get, path = "/api/v1/webhooks", tag = "webhooks",
    responses((status = 200, description = "Every webhook, the oldest first", body = Listed<WebhookView>)))]
pub async fn list(site: web::Data<Site>) -> Result<HttpResponse, WebError> {
    let found = site.app.db.read(store::webhook::list).await;
    let found: Vec<Webhook> = found.map_err(|error: StoreError| WebError::from(error))?;
    let views = found.into_iter().map(|webhook| WebhookView::of(webhook, None)).collect();
    Ok(HttpResponse::Ok().json(Listed::whole(views)))
}

/// Get a webhook
///
/// # Errors
/// 404.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}", tag = "webhooks",
    params(("id" = WebhookId, Path, description = "The webhook’s id")),
    responses((status = 200, description = "The webhook", body = WebhookView)))]
pub async fn show(site: web::Data<Site>, PathId(id): PathId<WebhookId>) -> Result<HttpResponse, WebError> {
    let found = site.app.db.read(move |c| store::webhook::find(c, id)?.ok_or(WebError::NotFound)).await?;
    Ok(HttpResponse::Ok().json(WebhookView::of(found, None)))
}
