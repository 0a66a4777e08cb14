//! Making, changing, pausing, trying and removing a webhook.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::WebhookView;
use crate::domain::{OrganizationId, Person, Webhook, WebhookEvent, WebhookId, WebhookSecret, WebhookUrl};
use crate::service::{self, Context, ServiceError, WebhookPlan};
use crate::store::Connection;
use crate::web::api::input::{Body, Given, required};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::input::Faults;
use crate::web::site::Site;
use crate::web::visit::{PathId, Visit};

/// A webhook as it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlannedWebhook {
    /// What it is called.
    pub name: String,
    /// Where events are posted: an `https` address of the public Internet, or one of the networks of `webhooks.allow`.
    pub url: String,
    /// Which events.
    pub events: Vec<WebhookEvent>,
    /// Whose tickets; null for those of everybody.
    #[serde(deserialize_with = "required")]
    #[schema(required = true)]
    pub organization_id: Option<OrganizationId>,
}

/// Whether a webhook is at work.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookWork {
    /// False posts nothing more, and keeps nothing for later; true puts it to work again.
    pub is_at_work: bool,
}

impl PlannedWebhook {
    /// What is planned; a fault of the address is noted.
    fn plan(self, site: &Site, faults: &mut Faults) -> Result<WebhookPlan, WebError> {
        let Self { name, url, events, organization_id } = self;
        Ok(WebhookPlan { name, url: callable_or(site, &url, faults)?, events, organization_id })
    }
}

/// Reads an address. A fault of it is noted; another one that nobody answers at stands in.
///
/// # Errors
/// That of [`callable`], where it is about more than this field.
pub fn callable_or(site: &Site, text: &str, faults: &mut Faults) -> Result<WebhookUrl, WebError> {
    let nowhere = WebhookUrl::parse("https://nobody.invalid").map_err(WebError::internal)?;
    faults.take(callable(site, text), nowhere)
}

/// Reads an address, and refuses one of which can be seen that it may not be called.
///
/// # Errors
/// [`WebError::Invalid`] naming `url`.
pub fn callable(site: &Site, text: &str) -> Result<WebhookUrl, WebError> {
    let read = WebhookUrl::parse(text.trim());
    let checked = read.and_then(|url| site.app.courier.check(&url).map(|()| url));
    checked.map_err(|why| WebError::field("url", why))
}

/// Make a webhook
///
/// Each event is posted as JSON with `X-Punctual-Event`, `X-Punctual-Delivery` (an id, the same at every try),
/// `X-Punctual-Timestamp` and `X-Punctual-Signature`: `sha256=` and the HMAC-SHA-256, in hexadecimal, of the timestamp,
/// a full stop and the body. It may hold several, with commas between, while a key is changed: one that fits is enough.
/// Any 2xx answer within ten seconds takes it; else it is tried again for three days. The key of the signatures is
/// shown once, in this answer.
///
/// # Errors
/// 422 for a bad name, an address that may not be called, no event, a customer who is not there; 409 where there are
/// too many.
#[utoipa::path(post, path = "/api/v1/webhooks", tag = "webhooks", request_body = PlannedWebhook,
    responses((status = 201, description = "The webhook with its key", body = WebhookView)))]
pub async fn add(
    site: web::Data<Site>,
    session: Session,
    body: Given<PlannedWebhook>,
) -> Result<HttpResponse, WebError> {
    let (given, mut faults) = body.apart();
    let (plan, key) = (given.plan(&site, &mut faults)?, WebhookSecret::from_random(rand::random()));
    let (context, by, kept) = (site.app.context().by(&session.person), session.person, key.clone());
    let adding = move |c: &mut Connection| faults.settle(service::add_webhook(c, &context, &by, plan, &kept));
    let webhook = site.app.db.write(adding).await?;
    Ok(HttpResponse::Created().json(WebhookView::of(webhook, Some(&key))))
}

/// Change a webhook
///
/// Its key stays. What waits for it goes to the new address.
///
/// # Errors
/// 404; 422 as for a new one.
#[utoipa::path(put, path = "/api/v1/webhooks/{id}", tag = "webhooks", request_body = PlannedWebhook,
    params(("id" = WebhookId, Path, description = "The webhook’s id")),
    responses((status = 200, description = "The webhook", body = WebhookView)))]
pub async fn change(
    visit: Visit,
    PathId(id): PathId<WebhookId>,
    body: Given<PlannedWebhook>,
) -> Result<HttpResponse, WebError> {
    let (given, mut faults) = body.apart();
    let plan = given.plan(&visit.site, &mut faults)?;
    let changing = move |c: &mut Connection, cx: &Context, by: &Person| -> Result<Webhook, WebError> {
        faults.settle(service::change_webhook(c, cx, by, id, plan))
    };
    Ok(HttpResponse::Ok().json(WebhookView::of(visit.write(changing).await?, None)))
}

/// Pause a webhook, or put it to work again
///
/// # Errors
/// 404.
#[utoipa::path(put, path = "/api/v1/webhooks/{id}/work", tag = "webhooks", request_body = WebhookWork,
    params(("id" = WebhookId, Path, description = "The webhook’s id")),
    responses((status = 200, description = "The webhook", body = WebhookView)))]
pub async fn work(
    visit: Visit,
    PathId(id): PathId<WebhookId>,
    body: Body<WebhookWork>,
) -> Result<HttpResponse, WebError> {
    let is_at_work = body.0.is_at_work;
    let setting = move |c: &mut Connection, cx: &Context, by: &Person| -> Result<Webhook, ServiceError> {
        match is_at_work {
            true => service::resume_webhook(c, cx, by, id),
            false => service::pause_webhook(c, cx, by, id),
        }
    };
    Ok(HttpResponse::Ok().json(WebhookView::of(visit.write(setting).await?, None)))
}

/// Send a test to a webhook
///
/// It is listed among the deliveries with what became of it.
///
/// # Errors
/// 404; 409 for one that is paused.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/test", tag = "webhooks",
    params(("id" = WebhookId, Path, description = "The webhook’s id")),
    responses((status = 202, description = "It is posted next")))]
pub async fn test(visit: Visit, PathId(id): PathId<WebhookId>) -> Result<HttpResponse, WebError> {
    visit.write(move |c, cx, by| service::test_webhook(c, cx, by, id)).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Remove a webhook
///
/// What waits for it, and the list of what was posted, go with it.
///
/// # Errors
/// 404.
#[utoipa::path(delete, path = "/api/v1/webhooks/{id}", tag = "webhooks",
    params(("id" = WebhookId, Path, description = "The webhook’s id")),
    responses((status = 204, description = "It is gone")))]
pub async fn remove(visit: Visit, PathId(id): PathId<WebhookId>) -> Result<HttpResponse, WebError> {
    visit.write(move |c, cx, by| service::remove_webhook(c, cx, by, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
