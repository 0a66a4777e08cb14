//! What the malware scanner found in contents, by their hashes, and which of them it is asked about next.

use std::collections::HashMap;

use chrono::TimeDelta;
use diesel::dsl::{exists, min, not};
use diesel::prelude::*;

use super::dialect::OnBoth;
use super::schema::{attachment, blob, content_scan, message, ticket};
use super::sql_type::At;
use super::text::storable;
use super::word::{Row, word};
use super::{Connection, StoreError};
use crate::domain::{
    ContentHash, MessageKind, OrganizationId, PersonId, ScanState, ScanVerdict, Scanning, TicketNumber,
    Withheld,
};
use crate::sla::Instant;

/// The turn of what has just come: before everything else.
const AT_ONCE: Instant = Instant::UNIX_EPOCH;
/// The turn of what lay here before there was a scanner: after what has just come.
const AFTERWARDS: TimeDelta = TimeDelta::days(1);
/// What was withheld is looked at again after this: its signature may have been a mistake, or a limit was raised.
const AGAIN_AFTER: TimeDelta = TimeDelta::days(1);

/// Puts new bytes in the queue; what was looked at before stays as it is.
///
/// # Errors
/// [`StoreError`].
pub fn enrol(c: &mut Connection, hash: &ContentHash) -> Result<(), StoreError> {
    insert(c, std::slice::from_ref(&hash.0), AT_ONCE)
}

/// Contents that are in no queue, since they came before there was one, or by a program that asks no scanner: some, after
/// `last` in the order of the hashes.
///
/// # Errors
/// [`StoreError`].
pub fn missing(c: &mut Connection, last: &str, limit: i64) -> Result<Vec<String>, StoreError> {
    let known = content_scan::table.filter(content_scan::hash.eq(blob::hash));
    let missing = blob::table.filter(blob::hash.gt(last)).filter(not(exists(known)));
    Ok(missing.order(blob::hash).limit(limit).select(blob::hash).load(c)?)
}

/// Puts these in the queue, behind what comes new.
///
/// # Errors
/// [`StoreError`].
pub fn enrol_older(c: &mut Connection, hashes: &[String]) -> Result<(), StoreError> {
    insert(c, hashes, AT_ONCE + AFTERWARDS)
}

fn insert(c: &mut Connection, hashes: &[String], turn_at: Instant) -> Result<(), StoreError> {
    let state = word(&ScanState::Waiting)?;
    for hash in hashes {
        let row = (
            content_scan::hash.eq(hash),
            content_scan::state.eq(&state),
            content_scan::turn_at.eq(At(turn_at)),
            content_scan::failures.eq(0),
        );
        let insert =
            diesel::insert_into(content_scan::table).values(row).on_conflict(content_scan::hash).do_nothing();
        OnBoth(insert).execute(c)?;
    }
    Ok(())
}

/// What the scanner is asked about by `now`, in its turn.
///
/// # Errors
/// [`StoreError`].
pub fn due(c: &mut Connection, now: Instant, limit: i64) -> Result<Vec<ContentHash>, StoreError> {
    let found: Vec<String> = content_scan::table
        .filter(content_scan::state.eq_any(asked_about()?))
        .filter(content_scan::turn_at.le(At(now)))
        .order((content_scan::turn_at, content_scan::hash))
        .limit(limit)
        .select(content_scan::hash)
        .load(c)?;
    Ok(found.into_iter().map(ContentHash).collect())
}

/// When the scanner is asked next; none where nothing waits.
///
/// # Errors
/// [`StoreError`].
pub fn next_turn(c: &mut Connection) -> Result<Option<Instant>, StoreError> {
    let next: Option<At> = content_scan::table
        .filter(content_scan::state.eq_any(asked_about()?))
        .select(min(content_scan::turn_at))
        .first(c)?;
    Ok(next.map(|at| at.0))
}

/// Writes down what the scanner said.
///
/// # Errors
/// [`StoreError`].
pub fn settle(
    c: &mut Connection,
    hash: &ContentHash,
    verdict: &ScanVerdict,
    now: Instant,
) -> Result<(), StoreError> {
    let (state, signature) = match verdict {
        ScanVerdict::Clean => (ScanState::Clean, None),
        ScanVerdict::Infected(name) => (ScanState::Infected, Some(storable(name))),
        ScanVerdict::TooLarge => (ScanState::TooLarge, None),
    };
    let change = (
        content_scan::state.eq(word(&state)?),
        content_scan::signature.eq(signature),
        content_scan::turn_at.eq(At(now + AGAIN_AFTER)),
        content_scan::failures.eq(0),
        content_scan::error.eq(None::<String>),
        content_scan::checked_at.eq(Some(At(now))),
    );
    diesel::update(content_scan::table.find(&hash.0)).set(change).execute(c)?;
    Ok(())
}

/// A file of a ticket at which the scanner has looked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedFile {
    /// The ticket's number.
    pub ticket: TicketNumber,
    /// Whose the ticket is.
    pub organization_id: Option<OrganizationId>,
    /// Who reported it.
    pub requester_id: PersonId,
    /// Who may read the message that brought the file.
    pub kind: MessageKind,
    /// The file's bytes.
    pub content: ContentHash,
    /// When the scanner had looked.
    pub checked_at: Instant,
}

/// Up to `limit` files of tickets at which the scanner has looked at or after an instant, the earliest first.
///
/// # Errors
/// [`StoreError::Corrupt`] for a message that can't be read.
pub fn checked_since(c: &mut Connection, from: Instant, limit: i64) -> Result<Vec<CheckedFile>, StoreError> {
    type Checked = (i64, Option<OrganizationId>, PersonId, String, String, Option<At>);
    let found: Vec<Checked> = content_scan::table
        .inner_join(attachment::table.on(attachment::content.eq(content_scan::hash)))
        .inner_join(message::table.on(message::id.eq(attachment::message_id)))
        .inner_join(ticket::table.on(ticket::id.eq(attachment::ticket_id)))
        .filter(content_scan::checked_at.ge(Some(At(from))))
        .order(content_scan::checked_at)
        .limit(limit)
        .select((
            ticket::number,
            ticket::organization_id,
            ticket::requester_id,
            message::kind,
            content_scan::hash,
            content_scan::checked_at,
        ))
        .load(c)?;
    let file = |(number, organization_id, requester_id, kind, hash, checked_at): Checked| {
        Ok(CheckedFile {
            ticket: TicketNumber(number),
            organization_id,
            requester_id,
            kind: Row { table: "message", id: &number }.word(kind)?,
            content: ContentHash(hash),
            checked_at: checked_at.map_or(from, |at| at.0),
        })
    };
    found.into_iter().map(file).collect()
}

/// How often in a row the check of something failed.
///
/// # Errors
/// [`StoreError`].
pub fn failures(c: &mut Connection, hash: &ContentHash) -> Result<i32, StoreError> {
    let found = content_scan::table.find(&hash.0).select(content_scan::failures).first(c).optional()?;
    Ok(found.unwrap_or_default())
}

/// Notes that the check failed, and leaves it until then.
///
/// # Errors
/// [`StoreError`].
pub fn put_off(c: &mut Connection, hash: &ContentHash, why: &str, until: Instant) -> Result<(), StoreError> {
    let change = (
        content_scan::failures.eq(content_scan::failures + 1),
        content_scan::error.eq(Some(storable(why))),
        content_scan::turn_at.eq(At(until)),
    );
    diesel::update(content_scan::table.find(&hash.0)).set(change).execute(c)?;
    Ok(())
}

/// Why some of these contents are not given out; what is given out is not among them.
///
/// # Errors
/// [`StoreError`].
pub fn withheld(
    c: &mut Connection,
    scanning: Scanning,
    contents: &[&ContentHash],
) -> Result<HashMap<ContentHash, Withheld>, StoreError> {
    let hashes: Vec<&str> = contents.iter().map(|hash| hash.0.as_str()).collect();
    let rows: Vec<(String, String, Option<String>)> = content_scan::table
        .filter(content_scan::hash.eq_any(hashes))
        .select((content_scan::hash, content_scan::state, content_scan::signature))
        .load(c)?;
    let mut found = HashMap::new();
    for (hash, state, signature) in rows {
        let state: ScanState = Row { table: "content_scan", id: &hash }.word(state)?;
        found.insert(hash, (state, signature));
    }
    let judged = contents.iter().filter_map(|hash| {
        let (state, signature) = found.get(&hash.0).cloned().unwrap_or((ScanState::Waiting, None));
        Some(((*hash).clone(), Withheld::judge(scanning, state, signature)?))
    });
    Ok(judged.collect())
}

/// How many contents wait for their first check.
///
/// # Errors
/// [`StoreError`].
pub fn count_waiting(c: &mut Connection) -> Result<i64, StoreError> {
    let waiting = content_scan::table.filter(content_scan::state.eq(word(&ScanState::Waiting)?));
    Ok(waiting.count().get_result(c)?)
}

/// How many of them could not be checked so far, and what the scanner said of one.
///
/// # Errors
/// [`StoreError`].
pub fn troubled(c: &mut Connection) -> Result<(i64, Option<String>), StoreError> {
    let failed = || -> Result<_, StoreError> {
        let waiting = content_scan::state.eq(word(&ScanState::Waiting)?);
        Ok(content_scan::table.filter(waiting).filter(content_scan::failures.gt(0)))
    };
    let count = failed()?.count().get_result(c)?;
    let error: Option<Option<String>> = failed()?.select(content_scan::error).first(c).optional()?;
    Ok((count, error.flatten()))
}

fn asked_about() -> Result<Vec<String>, StoreError> {
    [ScanState::Waiting, ScanState::Infected, ScanState::TooLarge].iter().map(word).collect()
}
