//! Opening a ticket for who may send the report twice, because the first answer got lost.

use super::open_ticket::{NewTicket, open_ticket};
use super::{Context, Once, ServiceError};
use crate::domain::{Person, Ticket, Viewer};
use crate::store::{self, Connection};

/// Opens a ticket, or gives the one that was opened before under the same key. Keys are kept for good; what has none always
/// opens one.
///
/// # Errors
/// As [`open_ticket`]; [`ServiceError::Invalid`] for a key under which another report came.
pub fn open_ticket_once(
    c: &mut Connection,
    cx: &Context,
    requester: &Person,
    once: Option<&Once>,
    new: NewTicket,
) -> Result<Ticket, ServiceError> {
    let Some(once) = once else { return open_ticket(c, cx, requester, new) };
    let known = store::idempotency_key::take(c, requester.id, &once.key, &once.fingerprint, cx.now)?;
    let Some((fingerprint, ticket)) = known else {
        let ticket = open_ticket(c, cx, requester, new)?;
        store::idempotency_key::settle(c, requester.id, &once.key, ticket.id)?;
        return Ok(ticket);
    };
    if fingerprint != once.fingerprint {
        return Err(ServiceError::invalid(
            "Idempotency-Key",
            "Another report came under this key: choose a new key for each report.",
        ));
    }
    store::ticket::find(c, Viewer::of(requester), ticket)?.ok_or(ServiceError::NotFound("ticket"))
}
