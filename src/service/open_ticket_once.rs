//! Opening a ticket for a program that may send its report twice, because the first answer got lost.

use super::open_ticket::{NewTicket, open_ticket};
use super::{Context, ServiceError};
use crate::domain::{ContentHash, Person, Ticket, Viewer};
use crate::store::{self, Connection};

/// What makes two reports of one sender the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// The sender's own name for the report.
    pub key: String,
    /// The hash of what was sent, to tell a repetition from another report under the same key.
    pub fingerprint: ContentHash,
}

/// Opens a ticket, or gives the one that was opened before under the same key. Keys never run out.
///
/// # Errors
/// As [`open_ticket`]; [`ServiceError::Invalid`] for a key under which another report came.
pub fn open_ticket_once(
    c: &mut Connection,
    cx: &Context,
    requester: &Person,
    once: &Once,
    new: NewTicket,
) -> Result<Ticket, ServiceError> {
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
