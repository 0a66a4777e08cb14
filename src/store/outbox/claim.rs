//! Sending: a node claims notices, and says what became of each.
//!
//! A claim lasts as long as the node that made it is on the roll (see [`node`](crate::store::node)). It counts one more
//! attempt, and that count is the sender's proof: one that was frozen until it was given up and another took the notice
//! over, can no longer change it.

use diesel::dsl::min;
use diesel::prelude::*;

use super::columns::OutboxColumns;
use super::turn::Turn;
use crate::domain::{NodeId, OutboxChannel, OutboxEntry, OutboxId, OutboxState};
use crate::sla::Instant;
use crate::store::dialect::Prepared;
use crate::store::schema::outbox;
use crate::store::sql_type::At;
use crate::store::text::storable;
use crate::store::word::word;
use crate::store::{Connection, StoreError, dialect};

/// The notice, as long as it is pending under this very claim.
macro_rules! mine {
    ($claimed:expr) => {
        outbox::table
            .find($claimed.id)
            .filter(outbox::attempts.eq($claimed.attempts))
            .filter(outbox::state.eq(word(&OutboxState::Pending)?))
    };
}

/// Takes up to `limit` notices whose turn it is, one for each recipient: the most urgent first, then the longest
/// waiting. Nobody else gets them until what became of them is written down, or the node is buried.
///
/// One whose last sender never said what became of it may have left: it is uncertain from now on.
///
/// # Errors
/// [`StoreError`].
pub fn claim(
    c: &mut Connection,
    node: NodeId,
    now: Instant,
    limit: i64,
    turn: &Turn,
) -> Result<Vec<OutboxEntry>, StoreError> {
    let ids = pick(c, now, limit, turn)?;
    let silent = outbox::table
        .filter(outbox::id.eq_any(&ids))
        .filter(outbox::under_way_since.is_not_null())
        .filter(outbox::uncertain_at.is_null());
    let silent: Vec<OutboxId> = silent.select(outbox::id).load(c)?;
    diesel::update(outbox::table.filter(outbox::id.eq_any(&silent)))
        .set(outbox::uncertain_at.eq(Some(At(now))))
        .execute(c)?;
    diesel::update(outbox::table.filter(outbox::id.eq_any(&ids)))
        .set((
            outbox::attempts.eq(outbox::attempts + 1),
            outbox::claimed_by.eq(Some(node)),
            outbox::under_way_since.eq(Some(At(now))),
        ))
        .execute(c)?;
    let query = outbox::table.filter(outbox::id.eq_any(&ids)).select(OutboxColumns::as_select());
    let rows: Vec<OutboxColumns> = query.load(c)?;
    let mut claimed = rows.into_iter().map(OutboxColumns::into_entry).collect::<Result<Vec<_>, _>>()?;
    // What is looked up by ids comes in any order.
    claimed.sort_by_key(|entry| ids.iter().position(|id| *id == entry.id));
    Ok(claimed)
}

/// Whether this very claim still stands: to be asked right before the notice is handed over.
///
/// # Errors
/// [`StoreError`].
pub fn is_claimed(c: &mut Connection, claimed: &OutboxEntry) -> Result<bool, StoreError> {
    let standing = mine!(claimed).filter(outbox::claimed_by.is_not_null());
    let found: i64 = standing.count().get_result(c)?;
    Ok(found == 1)
}

/// The next mail of each recipient, and every call of the pager gateway, which is not stuck because a mailbox is.
fn pick(c: &mut Connection, now: Instant, limit: i64, turn: &Turn) -> Result<Vec<OutboxId>, StoreError> {
    let (mut except, mut picked) = (turn.except.clone(), Vec::new());
    let wanted = usize::try_from(limit).unwrap_or(0);
    // One priority after the other, since among those of one the longest waiting are found without reading the others.
    for priority in turn.priorities() {
        loop {
            let found = dialect::notices_to_send(c, now, limit, priority, &except)?;
            let is_all = found.len() < wanted;
            for (id, channel, recipient) in found {
                let is_mail = channel == "email";
                let is_free = if is_mail { !except.contains(&recipient) } else { !picked.contains(&id) };
                if is_free && picked.len() < wanted {
                    picked.push(id);
                    except.extend(is_mail.then_some(recipient));
                }
            }
            if picked.len() >= wanted {
                return Ok(picked);
            }
            if is_all {
                break;
            }
        }
    }
    Ok(picked)
}

/// The next server took it. False if the claim had run out and the notice is somebody else's by now.
///
/// # Errors
/// [`StoreError`].
pub fn mark_sent(c: &mut Connection, claimed: &OutboxEntry, at: Instant) -> Result<bool, StoreError> {
    let change = (
        outbox::state.eq(word(&OutboxState::Sent)?),
        outbox::sent_at.eq(Some(At(at))),
        outbox::last_error.eq(None::<String>),
        outbox::claimed_by.eq(None::<NodeId>),
        outbox::under_way_since.eq(None::<At>),
    );
    let rows = Prepared(diesel::update(mine!(claimed)).set(change)).execute(c)?;
    Ok(rows == 1)
}

/// It could not be sent now, and is tried again at `next_attempt_at`. False if it is somebody else's by now.
///
/// # Errors
/// [`StoreError`].
pub fn mark_retry(
    c: &mut Connection,
    claimed: &OutboxEntry,
    next_attempt_at: Instant,
    error: &str,
) -> Result<bool, StoreError> {
    let change = (
        outbox::next_attempt_at.eq(At(next_attempt_at)),
        outbox::last_error.eq(Some(storable(error))),
        outbox::claimed_by.eq(None::<NodeId>),
        outbox::under_way_since.eq(None::<At>),
    );
    let rows = Prepared(diesel::update(mine!(claimed)).set(change)).execute(c)?;
    Ok(rows == 1)
}

/// Lets go of a notice that was not tried after all. False if it is somebody else's by now.
///
/// # Errors
/// [`StoreError`].
pub fn let_go(c: &mut Connection, claimed: &OutboxEntry) -> Result<bool, StoreError> {
    let change = (outbox::claimed_by.eq(None::<NodeId>), outbox::under_way_since.eq(None::<At>));
    let rows = Prepared(diesel::update(mine!(claimed)).set(change)).execute(c)?;
    Ok(rows == 1)
}

/// It was refused for good, or is given up. False if it is somebody else's by now.
///
/// # Errors
/// [`StoreError`].
pub fn mark_failed(c: &mut Connection, claimed: &OutboxEntry, error: &str) -> Result<bool, StoreError> {
    let change = (
        outbox::state.eq(word(&OutboxState::Failed)?),
        outbox::last_error.eq(Some(storable(error))),
        outbox::claimed_by.eq(None::<NodeId>),
        outbox::under_way_since.eq(None::<At>),
    );
    let rows = Prepared(diesel::update(mine!(claimed)).set(change)).execute(c)?;
    Ok(rows == 1)
}

/// All of it was handed over, but the answer got lost. True if that is the first time, and the claim still holds.
///
/// # Errors
/// [`StoreError`].
pub fn mark_uncertain(c: &mut Connection, claimed: &OutboxEntry, at: Instant) -> Result<bool, StoreError> {
    let first = mine!(claimed).filter(outbox::uncertain_at.is_null());
    Ok(diesel::update(first).set(outbox::uncertain_at.eq(Some(At(at)))).execute(c)? == 1)
}

/// Gives a notice that failed for good one more turn at `at`; false if it has not failed.
///
/// # Errors
/// [`StoreError`].
pub fn retry(c: &mut Connection, id: OutboxId, at: Instant) -> Result<bool, StoreError> {
    let failed = outbox::table.find(id).filter(outbox::state.eq(word(&OutboxState::Failed)?));
    let change = (outbox::state.eq(word(&OutboxState::Pending)?), outbox::next_attempt_at.eq(At(at)));
    Ok(diesel::update(failed).set(change).execute(c)? == 1)
}

/// Lets every mail be tried at `at` that was tried before and would wait for longer. Gives how many there were.
///
/// # Errors
/// [`StoreError`].
pub fn retry_mails(c: &mut Connection, at: Instant) -> Result<usize, StoreError> {
    let waiting = outbox::table
        .filter(outbox::state.eq(word(&OutboxState::Pending)?))
        .filter(outbox::channel.eq(word(&OutboxChannel::Email)?))
        .filter(outbox::claimed_by.is_null())
        .filter(outbox::attempts.gt(0))
        .filter(outbox::next_attempt_at.gt(At(at)));
    Ok(diesel::update(waiting).set(outbox::next_attempt_at.eq(At(at))).execute(c)?)
}

/// The earliest instant at which a notice that nobody has in hand may be sent.
///
/// # Errors
/// [`StoreError`].
pub fn next_attempt(c: &mut Connection, turn: &Turn) -> Result<Option<Instant>, StoreError> {
    let mut earliest: Option<Instant> = None;
    for priority in turn.priorities() {
        let pending = outbox::table
            .filter(outbox::state.eq(word(&OutboxState::Pending)?))
            .filter(outbox::priority.eq(priority))
            .filter(outbox::claimed_by.is_null())
            .filter(outbox::channel.ne("email").or(outbox::recipient.ne_all(&turn.except)));
        let first: Option<At> = pending.select(min(outbox::next_attempt_at)).first(c)?;
        earliest = earliest.into_iter().chain(first.map(|at| at.0)).min();
    }
    Ok(earliest)
}
