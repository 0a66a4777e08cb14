//! A program that could be told of events: its webhook is paused, so that a demonstration calls nobody.

use crate::domain::{Person, WebhookEvent, WebhookSecret, WebhookUrl};
use crate::service::{self, Context, ServiceError, WebhookPlan};
use crate::store::Connection;

/// Adds the webhook in the name of an administrator, with one event that waits until it is put to work.
///
/// # Errors
/// [`ServiceError`], where the database is at fault.
pub(super) fn tell(c: &mut Connection, cx: &Context, by: &Person) -> Result<(), ServiceError> {
    let url = WebhookUrl::parse("https://chat.helpdesk.example/hooks/support")
        .map_err(|why| ServiceError::invalid("url", why))?;
    let plan = WebhookPlan {
        name: "Chat of the support team".to_owned(),
        url,
        events: vec![WebhookEvent::Opened, WebhookEvent::Breached],
        organization_id: None,
    };
    let webhook = service::add_webhook(c, cx, by, plan, &WebhookSecret::from_random(rand::random()))?;
    service::test_webhook(c, cx, by, webhook.id)?;
    service::pause_webhook(c, cx, by, webhook.id).map(drop)
}
