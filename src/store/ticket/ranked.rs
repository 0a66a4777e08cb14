//! Tickets in whose conversation words are found, the best match first.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::filter::TicketFilter;
use super::list::list;
use super::sort::{Cursor, Sort};
use super::ticket_row::TicketRow;
use crate::domain::{MessageId, TicketId, TicketNumber, Viewer};
use crate::store::schema::ticket;
use crate::store::{Connection, StoreError, message_search};

/// The best so many messages are looked at; a search with more is worth another word.
const MOST_HITS: i64 = 2000;
/// Ranks are kept as whole numbers, so that a page can begin after one.
const RANK_STEPS: f64 = 1e6;

/// A ticket that was found, and the message in which; none where its number was searched for.
pub type Found = (TicketRow, Option<MessageId>);

/// One page of what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankedPage {
    /// The tickets, the best match first.
    pub rows: Vec<Found>,
    /// Where the next page begins; none on the last one.
    pub next: Option<Cursor>,
}

struct Ranked {
    rank: i64,
    number: i64,
    id: TicketId,
    message: Option<MessageId>,
}

impl Ranked {
    /// The best rank first, and the latest ticket among equals.
    fn place(&self) -> (i64, Reverse<i64>) {
        (self.rank, Reverse(self.number))
    }
}

/// Up to `limit` tickets that the viewer may see, that the filter keeps and in which all of these folded words stand,
/// in one message of the conversation or its subject, after the cursor. A customer finds no internal notes.
///
/// # Errors
/// [`StoreError`].
pub fn ranked(
    c: &mut Connection,
    viewer: Viewer,
    filter: &TicketFilter,
    words: &[String],
    after: Option<Cursor>,
    limit: i64,
) -> Result<RankedPage, StoreError> {
    let mut found = hits(c, viewer, filter, words)?;
    found.sort_by_key(Ranked::place);
    if let Some(after) = after {
        found.retain(|one| one.place() > (after.value, Reverse(after.number)));
    }
    let fits = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = found.len() > fits;
    found.truncate(fits);
    let next = found.last().filter(|_| has_more);
    let next = next.map(|last| Cursor { value: last.rank, number: last.number });
    Ok(RankedPage { rows: with_rows(c, viewer, found)?, next })
}

/// The same tickets in another order than by how well they match. Of a search that finds endlessly many, the best are put
/// in order.
///
/// # Errors
/// [`StoreError`].
pub fn found_in_order(
    c: &mut Connection,
    viewer: Viewer,
    filter: &TicketFilter,
    words: &[String],
    sort: Sort,
    after: Option<Cursor>,
    limit: i64,
) -> Result<RankedPage, StoreError> {
    let found = hits(c, viewer, filter, words)?;
    if found.is_empty() {
        return Ok(RankedPage { rows: Vec::new(), next: None });
    }
    let mut messages: HashMap<TicketId, Option<MessageId>> =
        found.into_iter().map(|one| (one.id, one.message)).collect();
    let filter = TicketFilter { ids: messages.keys().copied().collect(), ..TicketFilter::default() };
    let page = list(c, viewer, &filter, sort, after, limit)?;
    let rows = page.rows.into_iter().map(|row| (messages.remove(&row.id).flatten(), row));
    Ok(RankedPage { rows: rows.map(|(message, row)| (row, message)).collect(), next: page.next })
}

/// How many tickets [`ranked`] finds on all its pages.
///
/// # Errors
/// [`StoreError`].
pub fn count_found(
    c: &mut Connection,
    viewer: Viewer,
    filter: &TicketFilter,
    words: &[String],
) -> Result<usize, StoreError> {
    Ok(hits(c, viewer, filter, words)?.len())
}

fn hits(
    c: &mut Connection,
    viewer: Viewer,
    filter: &TicketFilter,
    words: &[String],
) -> Result<Vec<Ranked>, StoreError> {
    let mut best: Vec<(TicketId, i64, Option<MessageId>)> = Vec::new();
    if let [word] = words
        && let Ok(number) = word.parse()
        && let Some(ticket) = super::find_by_number(c, viewer, TicketNumber(number))?
    {
        best.push((ticket.id, i64::MIN, None));
    }
    let mut seen: HashSet<TicketId> = best.iter().map(|(id, _, _)| *id).collect();
    for hit in message_search::find(c, viewer, words, MOST_HITS)? {
        if seen.insert(hit.ticket_id) {
            best.push((hit.ticket_id, rank(hit.score), Some(hit.message_id)));
        }
    }
    let ids: Vec<TicketId> = best.iter().map(|(id, _, _)| *id).collect();
    let kept: Vec<(TicketId, i64)> = filter
        .apply(c, viewer)?
        .filter(ticket::id.eq_any(ids))
        .select((ticket::id, ticket::number))
        .load(c)?;
    let kept: HashMap<TicketId, i64> = kept.into_iter().collect();
    let ranked = |(id, rank, message): (TicketId, i64, Option<MessageId>)| {
        Some(Ranked { rank, number: *kept.get(&id)?, id, message })
    };
    Ok(best.into_iter().filter_map(ranked).collect())
}

#[allow(clippy::cast_possible_truncation, reason = "a rank lies between -1000 and 0")]
fn rank(score: f64) -> i64 {
    (score * RANK_STEPS).round() as i64
}

fn with_rows(c: &mut Connection, viewer: Viewer, found: Vec<Ranked>) -> Result<Vec<Found>, StoreError> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let filter = TicketFilter { ids: found.iter().map(|one| one.id).collect(), ..TicketFilter::default() };
    let page = list(c, viewer, &filter, Sort::default(), None, 1000)?;
    let mut rows: HashMap<TicketId, TicketRow> = page.rows.into_iter().map(|row| (row.id, row)).collect();
    Ok(found.into_iter().filter_map(|one| Some((rows.remove(&one.id)?, one.message))).collect())
}
