//! Making, changing, pausing and trying webhooks.

use serde_json::{Map, json};

use super::administration::{clean_name, require_admin};
use super::webhook_events::write_delivery;
use super::{Context, ServiceError, audit, both};
use crate::domain::{
    AuditAction, DeliveryId, OrganizationId, Person, Webhook, WebhookEvent, WebhookId, WebhookSecret,
    WebhookUrl,
};
use crate::store::{self, Connection};

/// How many webhooks there can be. Each has a sender of its own, so that none waits for another.
pub const MOST_WEBHOOKS: usize = 50;

/// A webhook as it shall be.
#[derive(Debug, Clone)]
pub struct WebhookPlan {
    /// What it is called.
    pub name: String,
    /// Where events are posted.
    pub url: WebhookUrl,
    /// Which events.
    pub events: Vec<WebhookEvent>,
    /// Whose tickets; none for those of everybody.
    pub organization_id: Option<OrganizationId>,
}

/// Adds a webhook, whose key was made at random and is shown once.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator; [`ServiceError::Invalid`] for a bad name, no event, a
/// customer who is not there; [`ServiceError::Conflict`] where there are as many as can be.
pub fn add_webhook(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    plan: WebhookPlan,
    key: &WebhookSecret,
) -> Result<Webhook, ServiceError> {
    require_admin(by)?;
    if store::webhook::list(c)?.len() >= MOST_WEBHOOKS {
        let text = format!("There are {MOST_WEBHOOKS} webhooks, and can be no more: remove one first.");
        return Err(ServiceError::Conflict(text));
    }
    let plan = checked(c, plan)?;
    let webhook = Webhook {
        id: WebhookId::new(cx.now),
        name: plan.name,
        url: plan.url,
        events: plan.events,
        organization_id: plan.organization_id,
        created_at: cx.now,
        failing_since: None,
        paused_at: None,
        old_key_until: None,
    };
    store::webhook::insert(c, &cx.identity.keys, &webhook, key)?;
    audit(c, cx, by, AuditAction::WebhookAdded, webhook.id, &detail(&webhook))?;
    Ok(webhook)
}

/// Changes a webhook; its key stays, and what waits for it goes to the new address.
///
/// # Errors
/// As [`add_webhook`], or [`ServiceError::NotFound`].
pub fn change_webhook(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: WebhookId,
    plan: WebhookPlan,
) -> Result<Webhook, ServiceError> {
    require_admin(by)?;
    let before = find(c, id)?;
    let WebhookPlan { name, url, events, organization_id } = checked(c, plan)?;
    let webhook = Webhook { name, url, events, organization_id, ..before };
    store::webhook::set_plan(c, &webhook)?;
    audit(c, cx, by, AuditAction::WebhookChanged, id, &detail(&webhook))?;
    Ok(webhook)
}

/// Posts nothing more to a webhook until [`resume_webhook`]. What happens meanwhile is not kept for it.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator, [`ServiceError::NotFound`].
pub fn pause_webhook(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: WebhookId,
) -> Result<Webhook, ServiceError> {
    require_admin(by)?;
    let before = find(c, id)?;
    let webhook = Webhook { paused_at: before.paused_at.or(Some(cx.now)), ..before };
    store::webhook::set_paused(c, id, webhook.paused_at)?;
    audit(c, cx, by, AuditAction::WebhookPaused, id, &json!({}))?;
    Ok(webhook)
}

/// Puts a webhook to work again; what waited for it is tried at once.
///
/// # Errors
/// As [`pause_webhook`].
pub fn resume_webhook(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: WebhookId,
) -> Result<Webhook, ServiceError> {
    require_admin(by)?;
    let webhook = Webhook { paused_at: None, failing_since: None, ..find(c, id)? };
    store::webhook::set_paused(c, id, None)?;
    store::webhook::set_failing_since(c, id, None)?;
    store::webhook_delivery::hasten(c, id, cx.now)?;
    audit(c, cx, by, AuditAction::WebhookResumed, id, &json!({}))?;
    Ok(webhook)
}

/// Removes a webhook, and what was listed of its deliveries.
///
/// # Errors
/// As [`pause_webhook`].
pub fn remove_webhook(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: WebhookId,
) -> Result<(), ServiceError> {
    require_admin(by)?;
    let webhook = find(c, id)?;
    store::webhook::delete(c, id)?;
    audit(c, cx, by, AuditAction::WebhookRemoved, id, &json!({ "name": webhook.name }))
}

/// Posts a test to a webhook, which is about no ticket.
///
/// # Errors
/// As [`pause_webhook`], or [`ServiceError::Conflict`] for one that is paused.
pub fn test_webhook(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: WebhookId,
) -> Result<DeliveryId, ServiceError> {
    require_admin(by)?;
    let webhook = find(c, id)?;
    refuse_paused(&webhook)?;
    let mut body = Map::new();
    body.insert("at".to_owned(), json!(cx.now.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)));
    let delivery = write_delivery(c, cx, &webhook, WebhookEvent::Test, None, body)?;
    audit(c, cx, by, AuditAction::WebhookTested, id, &json!({}))?;
    Ok(delivery)
}

/// Posts an event again, under the id that it always had, whatever became of it.
///
/// # Errors
/// As [`test_webhook`].
pub fn repeat_delivery(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: DeliveryId,
) -> Result<WebhookId, ServiceError> {
    require_admin(by)?;
    let delivery = store::webhook_delivery::find(c, id)?.ok_or(ServiceError::NotFound("delivery"))?;
    refuse_paused(&find(c, delivery.webhook_id)?)?;
    store::webhook_delivery::repeat(c, id, cx.now)?;
    audit(c, cx, by, AuditAction::DeliveryRepeated, id, &json!({}))?;
    Ok(delivery.webhook_id)
}

pub(super) fn find(c: &mut Connection, id: WebhookId) -> Result<Webhook, ServiceError> {
    store::webhook::find(c, id)?.ok_or(ServiceError::NotFound("webhook"))
}

fn refuse_paused(webhook: &Webhook) -> Result<(), ServiceError> {
    match webhook.paused_at {
        None => Ok(()),
        Some(_) => Err(ServiceError::Conflict("The webhook is paused: put it to work first.".to_owned())),
    }
}

fn checked(c: &mut Connection, plan: WebhookPlan) -> Result<WebhookPlan, ServiceError> {
    let named = both(clean_name(&plan.name), check_events(plan.events));
    let ((name, events), ()) = both(named, check_customer(c, plan.organization_id))?;
    Ok(WebhookPlan { name, events, url: plan.url, organization_id: plan.organization_id })
}

fn check_events(mut events: Vec<WebhookEvent>) -> Result<Vec<WebhookEvent>, ServiceError> {
    events.retain(|event| WebhookEvent::CHOICES.contains(event));
    events.dedup();
    match events.is_empty() {
        true => Err(ServiceError::invalid("events", "Choose at least one event.")),
        false => Ok(events),
    }
}

fn check_customer(c: &mut Connection, id: Option<OrganizationId>) -> Result<(), ServiceError> {
    let Some(id) = id else { return Ok(()) };
    match store::organization::find(c, id)? {
        Some(_) => Ok(()),
        None => Err(ServiceError::invalid("organization_id", "There is no such customer.")),
    }
}

/// What the audit log says of a webhook. Its address may hold a token of the other side, and stays out.
fn detail(webhook: &Webhook) -> serde_json::Value {
    json!({ "events": webhook.events, "organization": webhook.organization_id })
}
