//! The keys under which programs send a report, so that sending it again opens no second ticket.

use diesel::prelude::*;

use super::dialect::OnBoth;
use super::schema::idempotency_key;
use super::sql_type::At;
use super::{Connection, StoreError};
use crate::domain::{ContentHash, PersonId, TicketId};
use crate::sla::Instant;

/// Takes a key for a person's report of this fingerprint. None if it was free and is ours now; else the fingerprint of
/// the report that came under it, and its ticket. Whoever takes the same key meanwhile waits for our commit.
///
/// # Errors
/// [`StoreError`].
pub fn take(
    c: &mut Connection,
    person: PersonId,
    key: &str,
    fingerprint: &ContentHash,
    at: Instant,
) -> Result<Option<(ContentHash, TicketId)>, StoreError> {
    let row = (
        idempotency_key::person_id.eq(person),
        idempotency_key::key.eq(key),
        idempotency_key::fingerprint.eq(&fingerprint.0),
        idempotency_key::created_at.eq(At(at)),
    );
    let target = (idempotency_key::person_id, idempotency_key::key);
    let insert = diesel::insert_into(idempotency_key::table).values(row).on_conflict(target).do_nothing();
    if OnBoth(insert).execute(c)? == 1 {
        return Ok(None);
    }
    let (known, ticket): (String, Option<TicketId>) = idempotency_key::table
        .find((person, key))
        .select((idempotency_key::fingerprint, idempotency_key::ticket_id))
        .first(c)?;
    let corrupt = || StoreError::Corrupt { table: "idempotency_key", id: person.to_string() };
    Ok(Some((ContentHash(known), ticket.ok_or_else(corrupt)?)))
}

/// Writes which ticket the report became, in the transaction that took the key.
///
/// # Errors
/// [`StoreError`].
pub fn settle(c: &mut Connection, person: PersonId, key: &str, ticket: TicketId) -> Result<(), StoreError> {
    let row = idempotency_key::table.find((person, key));
    diesel::update(row).set(idempotency_key::ticket_id.eq(Some(ticket))).execute(c)?;
    Ok(())
}
