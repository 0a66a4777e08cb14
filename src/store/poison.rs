//! Rows that cannot be read, damaged or written by a later version: passed over, or taken out of the way of the others.

use diesel::prelude::*;
use uuid::Uuid;

use super::schema::{held_reply, inbound_mail, outbox, webhook_delivery};
use super::sql_type::At;
use super::word::word;
use super::{Connection, StoreError};
use crate::domain::{
    DeliveryId, DeliveryState, HeldReplyId, InboundMailId, InboundState, OutboxId, OutboxState,
};
use crate::sla::Instant;

/// The rows that can be read. The log names the others.
pub(super) fn readable<T>(
    rows: impl IntoIterator<Item = Result<T, StoreError>>,
) -> Result<Vec<T>, StoreError> {
    rows.into_iter().filter_map(|row| if_readable(row.map(Some)).transpose()).collect()
}

/// What was found, if it can be read: for who or what is looked for on behalf of many, whom one damaged row must not hold
/// up. The log names it.
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

/// Takes a row out of the way that waits for its turn and cannot be read: a notice and a delivery have failed then, a mail
/// and a reply are tried again at `next_try_at`. False where the error is about no such row.
///
/// # Errors
/// [`StoreError`].
pub fn set_aside(c: &mut Connection, error: &StoreError, next_try_at: Instant) -> Result<bool, StoreError> {
    let StoreError::Corrupt { table, id } = error else { return Ok(false) };
    let Ok(id) = id.parse::<Uuid>() else { return Ok(false) };
    let why = error.to_string();
    let rows = match *table {
        "outbox" => {
            let change = (
                outbox::state.eq(word(&OutboxState::Failed)?),
                outbox::last_error.eq(Some(why)),
                outbox::next_attempt_at.eq(At(next_try_at)),
            );
            diesel::update(outbox::table.find(OutboxId(id))).set(change).execute(c)?
        }
        "inbound_mail" => {
            let change = (
                inbound_mail::state.eq(word(&InboundState::Failed)?),
                inbound_mail::error.eq(Some(why)),
                inbound_mail::attempts.eq(inbound_mail::attempts + 1),
                inbound_mail::next_read_at.eq(Some(At(next_try_at))),
            );
            diesel::update(inbound_mail::table.find(InboundMailId(id))).set(change).execute(c)?
        }
        "webhook_delivery" => {
            let change = (
                webhook_delivery::state.eq(word(&DeliveryState::Failed)?),
                webhook_delivery::last_error.eq(Some(why)),
            );
            diesel::update(webhook_delivery::table.find(DeliveryId(id))).set(change).execute(c)?
        }
        "held_reply" => {
            let change = held_reply::leaves_at.eq(At(next_try_at));
            diesel::update(held_reply::table.find(HeldReplyId(id))).set(change).execute(c)?
        }
        _ => 0,
    };
    Ok(rows == 1)
}
