//! What webhooks are told of a change of a ticket, written in the transaction that makes it.
//!
//! A body names things and says what changed; it holds no text of a customer. Who wants to read more asks the API.

use serde_json::{Map, Value, json};

use super::{Context, ServiceError};
use crate::domain::{
    Activity, ActivityKind, Actor, Delivery, DeliveryId, DeliveryState, Ticket, TicketId, Webhook,
    WebhookEvent,
};
use crate::sla::{Instant, What};
use crate::store::{self, Connection, StoreError};

/// Writes a delivery for each webhook and each entry of the history that anybody wants to be told of, about the ticket
/// as it is after the change.
pub(super) fn write(
    c: &mut Connection,
    cx: &Context,
    ticket: &Ticket,
    history: &[Activity],
) -> Result<(), ServiceError> {
    let events: Vec<_> = history.iter().filter_map(|entry| Some((event(&entry.kind)?, entry))).collect();
    if events.is_empty() {
        return Ok(());
    }
    let webhooks = store::webhook::list(c)?;
    let wants =
        |webhook: &Webhook| events.iter().any(|(event, _)| webhook.wants(*event, ticket.organization_id));
    if !webhooks.iter().any(wants) {
        return Ok(());
    }
    let about = about(c, ticket)?;
    for (event, entry) in events {
        for webhook in webhooks.iter().filter(|one| one.wants(event, ticket.organization_id)) {
            let body = body(c, entry, &about)?;
            write_delivery(c, cx, webhook, event, Some(ticket.id), body)?;
        }
    }
    Ok(())
}

/// Writes one delivery. Its id and event are put into the body.
pub(super) fn write_delivery(
    c: &mut Connection,
    cx: &Context,
    webhook: &Webhook,
    event: WebhookEvent,
    ticket_id: Option<TicketId>,
    mut body: Map<String, Value>,
) -> Result<DeliveryId, ServiceError> {
    let id = DeliveryId::new(cx.now);
    body.insert("id".to_owned(), json!(id));
    body.insert("event".to_owned(), json!(event));
    let delivery = Delivery {
        id,
        webhook_id: webhook.id,
        event,
        ticket_id,
        body: Value::Object(body).to_string(),
        state: DeliveryState::Pending,
        attempts: 0,
        next_attempt_at: cx.now,
        created_at: cx.now,
        delivered_at: None,
        last_status: None,
        last_error: None,
    };
    store::webhook_delivery::insert(c, &delivery)?;
    Ok(id)
}

fn event(kind: &ActivityKind) -> Option<WebhookEvent> {
    match kind {
        ActivityKind::Opened { .. } => Some(WebhookEvent::Opened),
        ActivityKind::Replied { .. } => Some(WebhookEvent::Replied),
        ActivityKind::Reclassified { from, to, .. } if from != to => Some(WebhookEvent::SeverityChanged),
        ActivityKind::StatusChanged { .. } => Some(WebhookEvent::StatusChanged),
        ActivityKind::Assigned { .. } => Some(WebhookEvent::Assigned),
        ActivityKind::Clock { fact } if fact.what == What::Breached => Some(WebhookEvent::Breached),
        _ => None,
    }
}

/// The ticket, in what everybody may know of it who is told.
fn about(c: &mut Connection, ticket: &Ticket) -> Result<Value, StoreError> {
    let organization = match ticket.organization_id {
        Some(id) => store::organization::find(c, id)?.map(|one| json!({ "id": one.id, "name": one.name })),
        None => None,
    };
    let assignee = match ticket.assignee_id {
        Some(id) => store::if_readable(store::person::find(c, id))?
            .map(|one| json!({ "id": one.id, "name": one.name })),
        None => None,
    };
    Ok(json!({
        "number": ticket.number,
        "subject": ticket.subject,
        "status": ticket.status,
        "severity": ticket.severity.code,
        "organization": organization,
        "assignee": assignee,
        "path": format!("/desk/tickets/{}", ticket.number),
    }))
}

fn body(c: &mut Connection, entry: &Activity, ticket: &Value) -> Result<Map<String, Value>, StoreError> {
    let by = match entry.actor {
        Actor::Person(id) => store::if_readable(store::person::find(c, id))?
            .map(|one| json!({ "id": one.id, "name": one.name, "is_staff": one.role.is_staff() })),
        Actor::System => None,
    };
    let mut body = Map::new();
    body.insert("at".to_owned(), json!(written(entry.at)));
    body.insert("by".to_owned(), by.unwrap_or(Value::Null));
    body.insert("ticket".to_owned(), ticket.clone());
    body.insert("change".to_owned(), change(&entry.kind));
    Ok(body)
}

fn change(kind: &ActivityKind) -> Value {
    match kind {
        ActivityKind::Opened { channel, severity, .. } => json!({ "channel": channel, "severity": severity }),
        ActivityKind::Replied { message_id } => json!({ "message_id": message_id }),
        ActivityKind::Reclassified { from, to, .. } => json!({ "from": from, "to": to }),
        ActivityKind::StatusChanged { from, to } => json!({ "from": from, "to": to }),
        ActivityKind::Assigned { from, to } => json!({ "from": from, "to": to }),
        ActivityKind::Clock { fact } => json!({ "clock": fact.clock, "due_at": fact.due.map(written) }),
        _ => Value::Null,
    }
}

fn written(at: Instant) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}
