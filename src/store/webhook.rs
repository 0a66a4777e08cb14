//! Addresses to which events are posted, with the keys of their signatures: sealed where a key is configured.

use diesel::prelude::*;
use serde_json::Value;

use super::schema::{webhook, webhook_delivery};
use super::sql_type::{At, Json};
use super::text::storable;
use super::word::{Row, json};
use super::{Connection, StoreError, secret};
use crate::domain::{OrganizationId, Webhook, WebhookId, WebhookSecret};
use crate::sla::Instant;
use crate::vault::Keyring;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = webhook)]
struct WebhookColumns {
    id: WebhookId,
    name: String,
    url: String,
    events: Json,
    organization_id: Option<OrganizationId>,
    created_at: At,
    failing_since: Option<At>,
    paused_at: Option<At>,
}

/// Adds a webhook with its key.
///
/// # Errors
/// [`StoreError::MissingReference`] if its customer is not there.
pub fn insert(
    c: &mut Connection,
    keys: &Keyring,
    new: &Webhook,
    key: &WebhookSecret,
) -> Result<(), StoreError> {
    let kept = secret::covered(keys, &secret_name(new.id), &key.reveal().into());
    diesel::insert_into(webhook::table).values((columns(new)?, webhook::secret.eq(Json(kept)))).execute(c)?;
    Ok(())
}

/// Writes what is posted where; the key stays, and how the webhook does.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn set_plan(c: &mut Connection, changed: &Webhook) -> Result<(), StoreError> {
    let plan = (
        webhook::name.eq(storable(&changed.name)),
        webhook::url.eq(changed.url.to_string()),
        webhook::events.eq(json(&changed.events)?),
        webhook::organization_id.eq(changed.organization_id),
    );
    let written = diesel::update(webhook::table.find(changed.id)).set(plan).execute(c)?;
    if written == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Writes since when nothing has got through, and since when the webhook is paused. What is posted where stays, which
/// somebody may be changing at the same moment.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn set_health(c: &mut Connection, changed: &Webhook) -> Result<(), StoreError> {
    let health = (
        webhook::failing_since.eq(changed.failing_since.map(At)),
        webhook::paused_at.eq(changed.paused_at.map(At)),
    );
    let written = diesel::update(webhook::table.find(changed.id)).set(health).execute(c)?;
    if written == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Removes a webhook with its deliveries.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn delete(c: &mut Connection, id: WebhookId) -> Result<(), StoreError> {
    diesel::delete(webhook_delivery::table.filter(webhook_delivery::webhook_id.eq(id))).execute(c)?;
    let gone = diesel::delete(webhook::table.find(id)).execute(c)?;
    if gone == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// The webhook with this id.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, id: WebhookId) -> Result<Option<Webhook>, StoreError> {
    let query = webhook::table.find(id).select(WebhookColumns::as_select());
    query.first(c).optional()?.map(read).transpose()
}

/// Every webhook, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn list(c: &mut Connection) -> Result<Vec<Webhook>, StoreError> {
    let rows = webhook::table.order(webhook::id).select(WebhookColumns::as_select()).load(c)?;
    rows.into_iter().map(read).collect()
}

/// The key with which what is posted to a webhook is signed.
///
/// # Errors
/// [`StoreError::NotFound`], or [`StoreError::Sealed`] where it is under a key that is not configured.
pub fn key(c: &mut Connection, keys: &Keyring, id: WebhookId) -> Result<WebhookSecret, StoreError> {
    let Json(kept) = webhook::table.find(id).select(webhook::secret).first(c)?;
    let plain = secret::uncovered(keys, &secret_name(id), &kept)?;
    let key = plain.as_str().and_then(WebhookSecret::parse);
    key.ok_or_else(|| Row { table: "webhook", id: &id }.corrupt())
}

/// Puts every webhook's key under the newest of the installation's keys.
///
/// # Errors
/// [`StoreError::Sealed`] where one doesn't open under any configured key.
pub fn rotate_keys(c: &mut Connection, keys: &Keyring) -> Result<(), StoreError> {
    let newest = keys.newest().map(|key| key.id().to_string());
    let kept: Vec<(WebhookId, Json)> = webhook::table.select((webhook::id, webhook::secret)).load(c)?;
    for (id, Json(kept)) in kept {
        if kept.get("key").and_then(Value::as_str) == newest.as_deref() {
            continue;
        }
        let plain = secret::uncovered(keys, &secret_name(id), &kept)?;
        let covered = secret::covered(keys, &secret_name(id), &plain);
        diesel::update(webhook::table.find(id)).set(webhook::secret.eq(Json(covered))).execute(c)?;
    }
    Ok(())
}

/// How many webhooks are paused, or let nothing through.
///
/// # Errors
/// [`StoreError`].
pub fn count_troubled(c: &mut Connection) -> Result<i64, StoreError> {
    let troubled = webhook::failing_since.is_not_null().or(webhook::paused_at.is_not_null());
    Ok(webhook::table.filter(troubled).count().get_result(c)?)
}

fn secret_name(id: WebhookId) -> String {
    format!("webhook:{id}")
}

fn columns(one: &Webhook) -> Result<WebhookColumns, StoreError> {
    Ok(WebhookColumns {
        id: one.id,
        name: storable(&one.name),
        url: one.url.to_string(),
        events: json(&one.events)?,
        organization_id: one.organization_id,
        created_at: At(one.created_at),
        failing_since: one.failing_since.map(At),
        paused_at: one.paused_at.map(At),
    })
}

fn read(columns: WebhookColumns) -> Result<Webhook, StoreError> {
    let row = Row { table: "webhook", id: &columns.id };
    Ok(Webhook {
        id: columns.id,
        name: columns.name,
        url: row.parse(&columns.url)?,
        events: row.json(columns.events)?,
        organization_id: columns.organization_id,
        created_at: columns.created_at.0,
        failing_since: columns.failing_since.map(|at: At| -> Instant { at.0 }),
        paused_at: columns.paused_at.map(|at| at.0),
    })
}
