//! Writing on a ticket once, though a browser may send its form twice: pressed twice, or sent again because the first
//! answer got lost.

use super::{Context, Once, ServiceError};
use crate::domain::{Person, TicketId};
use crate::store::{self, Connection};

/// Whether what somebody writes on a ticket comes for the first time, to be asked in the transaction that writes it. What
/// has no key always does.
///
/// # Errors
/// [`ServiceError::Store`].
pub fn is_first(
    c: &mut Connection,
    cx: &Context,
    author: &Person,
    once: Option<&Once>,
    ticket: TicketId,
) -> Result<bool, ServiceError> {
    let Some(Once { key, fingerprint }) = once else { return Ok(true) };
    if store::idempotency_key::take(c, author.id, key, fingerprint, cx.now)?.is_some() {
        return Ok(false);
    }
    store::idempotency_key::settle(c, author.id, key, ticket)?;
    Ok(true)
}
