//! Events on their way to webhooks: written in the transaction that caused them, claimed by one sender at a time.
//!
//! A claim is a lease: it counts one more attempt and puts the next one off. The count is the sender's proof; one whose
//! lease ran out and was taken over can no longer change the delivery.

use diesel::dsl::min;
use diesel::prelude::*;

use super::any_connection::MultiBackend;
use super::poison::readable;
use super::schema::{webhook, webhook_delivery};
use super::sql_type::At;
use super::text::{storable, storable_option};
use super::word::{Row, word};
use super::{Connection, StoreError};
use crate::domain::{Delivery, DeliveryId, DeliveryState, TicketId, WebhookId};
use crate::sla::Instant;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = webhook_delivery)]
#[diesel(treat_none_as_null = true)]
struct DeliveryColumns {
    id: DeliveryId,
    webhook_id: WebhookId,
    event: String,
    ticket_id: Option<TicketId>,
    body: String,
    state: String,
    attempts: i32,
    next_attempt_at: At,
    created_at: At,
    delivered_at: Option<At>,
    last_status: Option<i32>,
    last_error: Option<String>,
}

/// Writes a delivery.
///
/// # Errors
/// [`StoreError::MissingReference`] if its webhook is not there.
pub fn insert(c: &mut Connection, new: &Delivery) -> Result<(), StoreError> {
    diesel::insert_into(webhook_delivery::table).values(columns(new)?).execute(c)?;
    Ok(())
}

/// The delivery with this id.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
    let query = webhook_delivery::table.find(id).select(DeliveryColumns::as_select());
    query.first(c).optional()?.map(read).transpose()
}

/// Up to `limit` deliveries of a webhook that can be read, the last written first, before this one.
///
/// # Errors
/// [`StoreError`].
pub fn list(
    c: &mut Connection,
    webhook: WebhookId,
    before: Option<DeliveryId>,
    limit: i64,
) -> Result<Vec<Delivery>, StoreError> {
    let mut found =
        webhook_delivery::table.filter(webhook_delivery::webhook_id.eq(webhook)).into_boxed::<MultiBackend>();
    if let Some(before) = before {
        let place: Option<i64> =
            webhook_delivery::table.find(before).select(webhook_delivery::sequence).first(c).optional()?;
        found = found.filter(webhook_delivery::sequence.lt(place.unwrap_or(i64::MAX)));
    }
    let rows = found
        .order(webhook_delivery::sequence.desc())
        .limit(limit)
        .select(DeliveryColumns::as_select())
        .load(c)?;
    readable(rows.into_iter().map(read))
}

/// When the next delivery may be tried, of webhooks that are at work and not among these. Each is asked for by itself,
/// so that what waits for a webhook that is paused, which may be much, is never walked over.
///
/// # Errors
/// [`StoreError`].
pub fn next_attempt(c: &mut Connection, except: &[WebhookId]) -> Result<Option<Instant>, StoreError> {
    let mut earliest = None;
    for one in at_work(c, except)? {
        let of_one: Option<At> = waiting(one)?.select(min(webhook_delivery::next_attempt_at)).first(c)?;
        earliest = earliest.into_iter().chain(of_one.map(|at| at.0)).min();
    }
    Ok(earliest)
}

/// Takes the oldest delivery whose turn it is of each webhook that is at work and not among these, until `lease_ends`.
///
/// # Errors
/// [`StoreError`].
pub fn claim(
    c: &mut Connection,
    except: &[WebhookId],
    now: Instant,
    lease_ends: Instant,
) -> Result<Vec<Delivery>, StoreError> {
    let mut claimed = Vec::new();
    for one in at_work(c, except)? {
        let first: Option<DeliveryId> = waiting(one)?
            .filter(webhook_delivery::next_attempt_at.le(At(now)))
            .order(webhook_delivery::sequence)
            .select(webhook_delivery::id)
            .first(c)
            .optional()?;
        let Some(first) = first else { continue };
        if lease(c, first, now, lease_ends)? {
            claimed.extend(find(c, first)?);
        }
    }
    Ok(claimed)
}

/// The webhooks that are at work and not among these; there are few.
fn at_work(c: &mut Connection, except: &[WebhookId]) -> Result<Vec<WebhookId>, StoreError> {
    let found = webhook::table.filter(webhook::paused_at.is_null()).filter(webhook::id.ne_all(except));
    Ok(found.order(webhook::id).select(webhook::id).load(c)?)
}

/// What waits for a webhook.
fn waiting(webhook: WebhookId) -> Result<webhook_delivery::BoxedQuery<'static, MultiBackend>, StoreError> {
    let pending = word(&DeliveryState::Pending)?;
    let theirs = webhook_delivery::table.filter(webhook_delivery::webhook_id.eq(webhook));
    Ok(theirs.filter(webhook_delivery::state.eq(pending)).into_boxed())
}

/// False where another sender was faster.
fn lease(c: &mut Connection, id: DeliveryId, now: Instant, ends: Instant) -> Result<bool, StoreError> {
    let due = webhook_delivery::table
        .find(id)
        .filter(webhook_delivery::state.eq(word(&DeliveryState::Pending)?))
        .filter(webhook_delivery::next_attempt_at.le(At(now)));
    let change = (
        webhook_delivery::attempts.eq(webhook_delivery::attempts + 1),
        webhook_delivery::next_attempt_at.eq(At(ends)),
    );
    Ok(diesel::update(due).set(change).execute(c)? == 1)
}

/// Writes what became of a delivery that was claimed; false if another sender took it over, or it is gone.
///
/// # Errors
/// [`StoreError`].
pub fn settle(c: &mut Connection, settled: &Delivery) -> Result<bool, StoreError> {
    let mine = webhook_delivery::table
        .find(settled.id)
        .filter(webhook_delivery::attempts.eq(settled.attempts))
        .filter(webhook_delivery::state.eq(word(&DeliveryState::Pending)?));
    Ok(diesel::update(mine).set(columns(settled)?).execute(c)? == 1)
}

/// Lets a delivery be tried again at this instant, whatever became of it.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn repeat(c: &mut Connection, id: DeliveryId, at: Instant) -> Result<(), StoreError> {
    let change = (
        webhook_delivery::state.eq(word(&DeliveryState::Pending)?),
        webhook_delivery::next_attempt_at.eq(At(at)),
    );
    let changed = diesel::update(webhook_delivery::table.find(id)).set(change).execute(c)?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Lets all that waits for a webhook be tried at this instant.
///
/// # Errors
/// [`StoreError`].
pub fn hasten(c: &mut Connection, webhook: WebhookId, at: Instant) -> Result<(), StoreError> {
    let waiting = webhook_delivery::table
        .filter(webhook_delivery::webhook_id.eq(webhook))
        .filter(webhook_delivery::state.eq(word(&DeliveryState::Pending)?));
    diesel::update(waiting).set(webhook_delivery::next_attempt_at.eq(At(at))).execute(c)?;
    Ok(())
}

/// Forgets settled deliveries that were written before an instant.
///
/// # Errors
/// [`StoreError`].
pub fn purge(c: &mut Connection, before: Instant) -> Result<usize, StoreError> {
    // Ids sort by age, so that this looks at old rows only.
    let old = webhook_delivery::table
        .filter(webhook_delivery::id.lt(DeliveryId::new(before)))
        .filter(webhook_delivery::state.ne(word(&DeliveryState::Pending)?));
    Ok(diesel::delete(old).execute(c)?)
}

/// How many deliveries wait.
///
/// # Errors
/// [`StoreError`].
pub fn count_waiting(c: &mut Connection) -> Result<i64, StoreError> {
    let waiting = webhook_delivery::table.filter(webhook_delivery::state.eq(word(&DeliveryState::Pending)?));
    Ok(waiting.count().get_result(c)?)
}

fn columns(one: &Delivery) -> Result<DeliveryColumns, StoreError> {
    Ok(DeliveryColumns {
        id: one.id,
        webhook_id: one.webhook_id,
        event: word(&one.event)?,
        ticket_id: one.ticket_id,
        body: storable(&one.body),
        state: word(&one.state)?,
        attempts: one.attempts,
        next_attempt_at: At(one.next_attempt_at),
        created_at: At(one.created_at),
        delivered_at: one.delivered_at.map(At),
        last_status: one.last_status.map(i32::from),
        last_error: storable_option(one.last_error.as_deref()),
    })
}

fn read(columns: DeliveryColumns) -> Result<Delivery, StoreError> {
    let row = Row { table: "webhook_delivery", id: &columns.id };
    Ok(Delivery {
        id: columns.id,
        webhook_id: columns.webhook_id,
        event: row.word(columns.event)?,
        ticket_id: columns.ticket_id,
        body: columns.body,
        state: row.word(columns.state)?,
        attempts: columns.attempts,
        next_attempt_at: columns.next_attempt_at.0,
        created_at: columns.created_at.0,
        delivered_at: columns.delivered_at.map(|at| at.0),
        last_status: columns.last_status.and_then(|status| u16::try_from(status).ok()),
        last_error: columns.last_error,
    })
}
