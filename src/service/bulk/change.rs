//! Doing one action to many tickets.

use super::each::{Run, each};
use crate::domain::{BulkAction, BulkChange, BulkChangeId, ChosenTicket, Person};
use crate::service::{Context, Once, ServiceError};
use crate::store::{self, Connection};

/// Does an action to each of the tickets, and remembers what became of each, so that it can be taken back. A program
/// that sends it twice under one key gets the first one's outcome.
///
/// # Errors
/// [`ServiceError::Forbidden`] for a customer, [`ServiceError::Invalid`] for no ticket, too many, one that is not
/// there, and for a key under which another action came. A ticket that refuses it is no error: it is left as it is.
pub fn change_in_bulk(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    chosen: &[ChosenTicket],
    action: &BulkAction,
    once: Option<Once>,
) -> Result<BulkChange, ServiceError> {
    let mut change = BulkChange {
        id: BulkChangeId::new(cx.now),
        person_id: by.id,
        request: once.map(|once| (once.key, once.fingerprint)),
        done_at: cx.now,
        undone_at: None,
        lines: Vec::new(),
    };
    if !store::bulk_change::insert(c, &change)? {
        return repeated(c, change);
    }
    let lines = each(c, cx, by, chosen, action, Run::InEarnest)?;
    change.lines = lines.into_iter().map(|line| (line.ticket.id, line.outcome)).collect();
    store::bulk_change::insert_lines(c, &change)?;
    Ok(change)
}

/// The action that came first under the same key.
fn repeated(c: &mut Connection, change: BulkChange) -> Result<BulkChange, ServiceError> {
    let Some((key, fingerprint)) = change.request else { return Err(ServiceError::Stale) };
    let known = store::bulk_change::find_by_key(c, change.person_id, &key)?;
    let is_same = |known: &BulkChange| known.request.as_ref().is_some_and(|(_, first)| *first == fingerprint);
    known.filter(is_same).ok_or_else(|| {
        ServiceError::invalid(
            "Idempotency-Key",
            "Another action came under this key: choose a new key for each action.",
        )
    })
}
