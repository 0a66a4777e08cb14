//! Rows that cannot be read, damaged or written by a later version: passed over, or taken out of the way of the others.

use diesel::prelude::*;
use uuid::Uuid;

use super::schema::{held_reply, inbound_mail, outbox, webhook_delivery};
use super::sql_type::At;
use super::word::word;
use super::{Connection, StoreError};
use crate::domain::backoff::{self, GIVE_UP_AFTER};
use crate::domain::{
    DELIVERY_GIVE_UP_AFTER, DeliveryId, DeliveryState, HeldReplyId, InboundMailId, InboundState, OutboxId,
    OutboxState,
};
use crate::sla::Instant;

/// The rows that can be read. The log names the others.
pub(super) fn readable<T>(
    rows: impl IntoIterator<Item = Result<T, StoreError>>,
) -> Result<Vec<T>, StoreError> {
    rows.into_iter().filter_map(|row| if_readable(row.map(Some)).transpose()).collect()
}

/// What was found, if it can be read: for who or what is looked for on behalf of many, whom one damaged row must not
/// hold up. The log names it.
///
/// # Errors
/// [`StoreError`], but not [`StoreError::Corrupt`].
pub fn if_readable<T>(found: Result<Option<T>, StoreError>) -> Result<Option<T>, StoreError> {
    match found {
        Err(error @ StoreError::Corrupt { .. }) => {
            tracing::error!(%error, "it is passed over; restore it, or run the version that wrote it");
            Ok(None)
        }
        found => found,
    }
}

/// Takes a row out of the way that waits for its turn and cannot be read: somebody may mend it, or a node of the
/// version that wrote it gets its turn. A mail and a reply are tried again at `next_try_at`; a notice and a delivery
/// after a growing rest, and they have failed once they are so old that nothing else would be tried any more either.
/// False where the error is about no row that waits at `now`.
///
/// # Errors
/// [`StoreError`].
pub fn set_aside(
    c: &mut Connection,
    error: &StoreError,
    now: Instant,
    next_try_at: Instant,
) -> Result<bool, StoreError> {
    let StoreError::Corrupt { table, id } = error else { return Ok(false) };
    let Ok(id) = id.parse::<Uuid>() else { return Ok(false) };
    let why = error.to_string();
    let rows = match *table {
        "outbox" => notice(c, OutboxId(id), why, now)?,
        "inbound_mail" => {
            let change = (
                inbound_mail::state.eq(word(&InboundState::Failed)?),
                inbound_mail::error.eq(Some(why)),
                inbound_mail::attempts.eq(inbound_mail::attempts + 1),
                inbound_mail::next_read_at.eq(Some(At(next_try_at))),
            );
            diesel::update(inbound_mail::table.find(InboundMailId(id))).set(change).execute(c)?
        }
        "webhook_delivery" => delivery(c, DeliveryId(id), why, now)?,
        "held_reply" => {
            let change = held_reply::leaves_at.eq(At(next_try_at));
            diesel::update(held_reply::table.find(HeldReplyId(id))).set(change).execute(c)?
        }
        _ => 0,
    };
    Ok(rows == 1)
}

/// Only one that nobody has in hand: a node that can read it may have claimed it meanwhile.
fn notice(c: &mut Connection, id: OutboxId, why: String, now: Instant) -> Result<usize, StoreError> {
    let free = outbox::table
        .find(id)
        .filter(outbox::state.eq(word(&OutboxState::Pending)?))
        .filter(outbox::claimed_by.is_null());
    let found =
        free.clone().select((outbox::attempts, outbox::created_at)).first::<(i32, At)>(c).optional()?;
    let Some((attempts, written)) = found else { return Ok(0) };
    let is_over = now - written.0 >= GIVE_UP_AFTER;
    let state = if is_over { OutboxState::Failed } else { OutboxState::Pending };
    let change = (
        outbox::state.eq(word(&state)?),
        outbox::last_error.eq(Some(why)),
        outbox::attempts.eq(attempts + 1),
        outbox::next_attempt_at.eq(At(after_a_rest(now, attempts, id.0))),
    );
    Ok(diesel::update(free.filter(outbox::attempts.eq(attempts))).set(change).execute(c)?)
}

/// Only one whose turn it is: a node that can read it may have claimed it meanwhile.
fn delivery(c: &mut Connection, id: DeliveryId, why: String, now: Instant) -> Result<usize, StoreError> {
    let free = webhook_delivery::table
        .find(id)
        .filter(webhook_delivery::state.eq(word(&DeliveryState::Pending)?))
        .filter(webhook_delivery::next_attempt_at.le(At(now)));
    let found = free
        .clone()
        .select((webhook_delivery::attempts, webhook_delivery::created_at))
        .first::<(i32, At)>(c)
        .optional()?;
    let Some((attempts, written)) = found else { return Ok(0) };
    let is_over = now - written.0 >= DELIVERY_GIVE_UP_AFTER;
    let state = if is_over { DeliveryState::Failed } else { DeliveryState::Pending };
    let change = (
        webhook_delivery::state.eq(word(&state)?),
        webhook_delivery::last_error.eq(Some(why)),
        webhook_delivery::attempts.eq(attempts + 1),
        webhook_delivery::next_attempt_at.eq(At(after_a_rest(now, attempts, id.0))),
    );
    Ok(diesel::update(free.filter(webhook_delivery::attempts.eq(attempts))).set(change).execute(c)?)
}

/// When something is tried again that has now failed once more than `attempts` times.
fn after_a_rest(now: Instant, attempts: i32, id: Uuid) -> Instant {
    now + backoff::delay(u32::try_from(attempts).unwrap_or(0).saturating_add(1), id)
}
