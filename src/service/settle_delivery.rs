//! Writing down what became of one try to post an event.

use super::{Alarm, Context, ServiceError, raise_alarm};
use crate::domain::{
    AuditAction, DELIVERY_GIVE_UP_AFTER, DELIVERY_KEPT_FOR, Delivery, DeliveryAttempt, DeliveryState, Role,
    Webhook, backoff,
};
use crate::store::{self, Connection};

/// Writes down what became of a delivery that was claimed: taken, to be tried again after a growing rest, or given up
/// three days after it was written. A webhook to which nothing got through for a day is paused, and administrators are
/// told. What another sender took over meanwhile is left to it.
///
/// # Errors
/// [`ServiceError::Store`] where the database fails.
pub fn settle_delivery(
    c: &mut Connection,
    cx: &Context,
    claimed: &Delivery,
    attempt: DeliveryAttempt,
) -> Result<(), ServiceError> {
    if !store::webhook_delivery::settle(c, &settled(cx, claimed, &attempt))? {
        return Ok(());
    }
    store::webhook_delivery::purge(c, cx.now - DELIVERY_KEPT_FOR)?;
    let Some(webhook) = store::webhook::find(c, claimed.webhook_id)? else { return Ok(()) };
    match attempt {
        DeliveryAttempt::Taken(_) => works(c, webhook),
        DeliveryAttempt::Refused { why, .. } => fails(c, cx, webhook, &why),
    }
}

fn settled(cx: &Context, claimed: &Delivery, attempt: &DeliveryAttempt) -> Delivery {
    let delivery = claimed.clone();
    match attempt {
        DeliveryAttempt::Taken(status) => Delivery {
            state: DeliveryState::Delivered,
            delivered_at: Some(cx.now),
            last_status: Some(*status),
            last_error: None,
            ..delivery
        },
        DeliveryAttempt::Refused { status, why } => {
            let tries = u32::try_from(claimed.attempts).unwrap_or(u32::MAX);
            let is_over = cx.now - claimed.created_at >= DELIVERY_GIVE_UP_AFTER;
            Delivery {
                state: if is_over { DeliveryState::Failed } else { DeliveryState::Pending },
                next_attempt_at: cx.now + backoff::delay(tries, claimed.id.0),
                last_status: *status,
                last_error: Some(why.clone()),
                ..delivery
            }
        }
    }
}

fn works(c: &mut Connection, webhook: Webhook) -> Result<(), ServiceError> {
    if webhook.failing_since.is_none() {
        return Ok(());
    }
    Ok(store::webhook::set_failing_since(c, webhook.id, None)?)
}

fn fails(c: &mut Connection, cx: &Context, webhook: Webhook, why: &str) -> Result<(), ServiceError> {
    if webhook.failing_since.is_none() {
        return Ok(store::webhook::set_failing_since(c, webhook.id, Some(cx.now))?);
    }
    if webhook.paused_at.is_some() || !webhook.has_failed_for_long(cx.now) {
        return Ok(());
    }
    store::webhook::set_paused(c, webhook.id, Some(cx.now))?;
    let alarm = Alarm {
        cause: format!("webhook-paused:{}:{}", webhook.id, cx.now.timestamp_micros()),
        concerns: Role::Admin,
        title: format!("The webhook “{}” is paused", webhook.name),
        text: format!(
            "Nothing has got through to it for a day; the last try failed because {why}.\n\nWhat happens from now on is not \
             kept for it. See what is wrong at the other side, then put it to work again: what waited is tried at once."
        ),
        path: format!("/admin/webhooks/{}", webhook.id),
    };
    raise_alarm(c, cx, &alarm)?;
    super::audit(c, cx, cx.actor, AuditAction::WebhookPaused, webhook.id, &serde_json::json!({}))
}
