//! Opening a ticket for whoever may send a report twice, because the first answer got lost.

use super::{Context, Once, ServiceError};
use crate::domain::{Person, Ticket, Viewer};
use crate::store::{self, Connection};

/// Opens a ticket as `open` does, or gives the one that its author opened before under the same key. Keys never run out;
/// what has none is always opened.
///
/// # Errors
/// Those of `open`; [`ServiceError::Invalid`] for a key under which another report came.
pub fn open_ticket_once(
    c: &mut Connection,
    cx: &Context,
    author: &Person,
    once: Option<&Once>,
    open: impl FnOnce(&mut Connection) -> Result<Ticket, ServiceError>,
) -> Result<Ticket, ServiceError> {
    let Some(once) = once else { return open(c) };
    let known = store::idempotency_key::take(c, author.id, &once.key, &once.fingerprint, cx.now)?;
    let Some((fingerprint, ticket)) = known else {
        let ticket = open(c)?;
        store::idempotency_key::settle(c, author.id, &once.key, ticket.id)?;
        return Ok(ticket);
    };
    if fingerprint != once.fingerprint {
        return Err(ServiceError::invalid(
            "Idempotency-Key",
            "Another report came under this key: choose a new key for each report.",
        ));
    }
    store::ticket::find(c, Viewer::of(author), ticket)?.ok_or(ServiceError::NotFound("ticket"))
}
