//! Webhooks and deliveries as the API shows them.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{
    Delivery, DeliveryId, DeliveryState, OrganizationId, Webhook, WebhookEvent, WebhookId, WebhookSecret,
};

/// A webhook.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookView {
    /// The id.
    pub id: WebhookId,
    /// What it is called.
    pub name: String,
    /// Where events are posted.
    pub url: String,
    /// Which events.
    pub events: Vec<WebhookEvent>,
    /// Whose tickets; null for those of everybody.
    pub organization_id: Option<OrganizationId>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Since when nothing has got through; null while it works.
    pub failing_since: Option<DateTime<Utc>>,
    /// Since when nothing is posted, and nothing kept for it; null while it is at work.
    pub paused_at: Option<DateTime<Utc>>,
    /// Until when the key before the present one signs too; null where none does.
    pub old_key_until: Option<DateTime<Utc>>,
    /// The key of the signatures: only in the answer that makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// An event on its way to a webhook.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveryView {
    /// The id, the same at every try.
    pub id: DeliveryId,
    /// What happened.
    pub event: WebhookEvent,
    /// What is posted, letter by letter.
    pub body: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried next; null once it is settled.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When the other side took it.
    pub delivered_at: Option<DateTime<Utc>>,
    /// The HTTP status of the last answer.
    pub last_status: Option<u16>,
    /// Why the last try failed.
    pub last_error: Option<String>,
}

impl WebhookView {
    /// A webhook, with its key if it has just been made.
    #[must_use]
    pub fn of(webhook: Webhook, secret: Option<&WebhookSecret>) -> Self {
        Self {
            id: webhook.id,
            name: webhook.name,
            url: webhook.url.to_string(),
            events: webhook.events,
            organization_id: webhook.organization_id,
            created_at: webhook.created_at,
            failing_since: webhook.failing_since,
            paused_at: webhook.paused_at,
            old_key_until: webhook.old_key_until,
            secret: secret.map(|secret| secret.reveal().to_owned()),
        }
    }
}

impl DeliveryView {
    /// A delivery.
    #[must_use]
    pub fn of(delivery: Delivery) -> Self {
        let is_pending = delivery.state == DeliveryState::Pending;
        Self {
            id: delivery.id,
            event: delivery.event,
            body: delivery.body,
            state: delivery.state,
            attempts: delivery.attempts,
            next_attempt_at: is_pending.then_some(delivery.next_attempt_at),
            created_at: delivery.created_at,
            delivered_at: delivery.delivered_at,
            last_status: delivery.last_status,
            last_error: delivery.last_error,
        }
    }
}
