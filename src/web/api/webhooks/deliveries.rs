//! What was posted to a webhook, and what became of it.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::DeliveryView;
use crate::domain::{DeliveryId, WebhookId};
use crate::service;
use crate::store;
use crate::web::api::input::{Limit, Query};
use crate::web::api::listed::Listed;
use crate::web::error::WebError;
use crate::web::site::Site;
use crate::web::visit::{PathId, Visit};

/// Which page of the list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct WantedDeliveries {
    /// Where the page begins: `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<DeliveryId>,
    /// Items a page, up to 200; 50 unless said otherwise.
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// List a webhook’s deliveries
///
/// Settled ones are listed for thirty days.
///
/// # Errors
/// 404; 422 for a parameter that doesn’t fit.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}/deliveries", tag = "webhooks",
    params(("id" = WebhookId, Path, description = "The webhook’s id"), WantedDeliveries),
    responses((status = 200, description = "A page, the last written first", body = Listed<DeliveryView>)))]
pub async fn list(
    site: web::Data<Site>,
    PathId(id): PathId<WebhookId>,
    query: Query<WantedDeliveries>,
) -> Result<HttpResponse, WebError> {
    let WantedDeliveries { cursor, limit } = query.0;
    let found = site.app.db.read(move |c| {
        store::webhook::find(c, id)?.ok_or(WebError::NotFound)?;
        Ok::<_, WebError>(store::webhook_delivery::list(c, id, cursor, limit.get() + 1)?)
    });
    let place = |delivery: &crate::domain::Delivery| delivery.id.to_string();
    Ok(HttpResponse::Ok().json(Listed::page(found.await?, limit.get(), place, DeliveryView::of)))
}

/// Post an event again
///
/// Under the id that it always had, whatever became of it.
///
/// # Errors
/// 404; 409 where the webhook is paused.
#[utoipa::path(post, path = "/api/v1/webhook-deliveries/{id}/repetition", tag = "webhooks",
    params(("id" = DeliveryId, Path, description = "The delivery’s id")),
    responses((status = 202, description = "It is posted next")))]
pub async fn repeat(visit: Visit, PathId(id): PathId<DeliveryId>) -> Result<HttpResponse, WebError> {
    visit.write(move |c, cx, by| service::repeat_delivery(c, cx, by, id)).await?;
    Ok(HttpResponse::Accepted().finish())
}
