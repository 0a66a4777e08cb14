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
    former_until: Option<At>,
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

/// Writes since when nothing has got through; all else stays, which somebody may be changing at the same moment.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn set_failing_since(
    c: &mut Connection,
    id: WebhookId,
    since: Option<Instant>,
) -> Result<(), StoreError> {
    let change = webhook::failing_since.eq(since.map(At));
    let written = diesel::update(webhook::table.find(id)).set(change).execute(c)?;
    if written == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Writes since when it is paused; all else stays.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn set_paused(c: &mut Connection, id: WebhookId, since: Option<Instant>) -> Result<(), StoreError> {
    let change = webhook::paused_at.eq(since.map(At));
    let written = diesel::update(webhook::table.find(id)).set(change).execute(c)?;
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

/// Gives a webhook another key. The present one is kept beside it until the instant that the webhook says, if it says
/// one.
///
/// # Errors
/// [`StoreError::NotFound`], or [`StoreError::Sealed`] where the present one is under a key that is not configured.
pub fn replace_key(
    c: &mut Connection,
    keys: &Keyring,
    changed: &Webhook,
    key: &WebhookSecret,
) -> Result<(), StoreError> {
    let id = changed.id;
    let Json(present) = webhook::table.find(id).select(webhook::secret).first(c)?;
    let former = match changed.old_key_until {
        Some(_) => {
            let plain = secret::uncovered(keys, &secret_name(id), &present)?;
            Some(Json(secret::covered(keys, &former_name(id), &plain)))
        }
        None => None,
    };
    let change = (
        webhook::secret.eq(Json(secret::covered(keys, &secret_name(id), &key.reveal().into()))),
        webhook::former_secret.eq(former),
        webhook::former_until.eq(changed.old_key_until.map(At)),
    );
    diesel::update(webhook::table.find(id)).set(change).execute(c)?;
    Ok(())
}

/// The keys with which what is posted to a webhook at an instant is signed: the present one, and the one before it
/// while that still signs.
///
/// # Errors
/// [`StoreError::NotFound`], or [`StoreError::Sealed`] where one is under a key that is not configured.
pub fn signing_keys(
    c: &mut Connection,
    keys: &Keyring,
    id: WebhookId,
    now: Instant,
) -> Result<Vec<WebhookSecret>, StoreError> {
    let kept: (Json, Option<Json>, Option<At>) = webhook::table
        .find(id)
        .select((webhook::secret, webhook::former_secret, webhook::former_until))
        .first(c)?;
    let (Json(present), former, until) = kept;
    let former = former.filter(|_| until.is_some_and(|until| now < until.0));
    let sealed = std::iter::once((secret_name(id), present))
        .chain(former.map(|Json(former)| (former_name(id), former)));
    let open = |(name, kept): (String, Value)| {
        let plain = secret::uncovered(keys, &name, &kept)?;
        let key = plain.as_str().and_then(WebhookSecret::parse);
        key.ok_or_else(|| Row { table: "webhook", id: &id }.corrupt())
    };
    sealed.map(open).collect()
}

/// Puts every webhook's keys under the newest of the installation's keys.
///
/// # Errors
/// [`StoreError::Sealed`] where one doesn't open under any configured key.
pub fn rotate_keys(c: &mut Connection, keys: &Keyring) -> Result<(), StoreError> {
    let rows: Vec<(WebhookId, Json, Option<Json>)> =
        webhook::table.select((webhook::id, webhook::secret, webhook::former_secret)).load(c)?;
    for (id, Json(present), former) in rows {
        if let Some(covered) = under_newest(keys, &secret_name(id), &present)? {
            diesel::update(webhook::table.find(id)).set(webhook::secret.eq(Json(covered))).execute(c)?;
        }
        let Some(Json(former)) = former else { continue };
        if let Some(covered) = under_newest(keys, &former_name(id), &former)? {
            let change = webhook::former_secret.eq(Some(Json(covered)));
            diesel::update(webhook::table.find(id)).set(change).execute(c)?;
        }
    }
    Ok(())
}

/// A secret under the newest key; none where it is already.
fn under_newest(keys: &Keyring, name: &str, kept: &Value) -> Result<Option<Value>, StoreError> {
    let newest = keys.newest().map(|key| key.id().to_string());
    if kept.get("key").and_then(Value::as_str) == newest.as_deref() {
        return Ok(None);
    }
    let plain = secret::uncovered(keys, name, kept)?;
    Ok(Some(secret::covered(keys, name, &plain)))
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

fn former_name(id: WebhookId) -> String {
    format!("webhook:{id}:former")
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
        former_until: one.old_key_until.map(At),
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
        old_key_until: columns.former_until.map(|at| at.0),
    })
}
