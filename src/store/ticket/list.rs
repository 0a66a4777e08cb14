//! Pages of tickets. A page begins after the last ticket of the one before, so that deep pages cost what the first
//! does.

use diesel::prelude::*;

use super::filter::{TicketFilter, Tickets};
use super::last_change::known_to;
use super::sort::{Cursor, Direction, Sort, SortKey};
use super::ticket_row::{ListedColumns, TicketRow, with_names};
use crate::domain::Viewer;
use crate::sla::Instant;
use crate::store::schema::ticket;
use crate::store::sql_type::At;
use crate::store::{Connection, StoreError};

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketPage {
    /// The tickets, in order.
    pub rows: Vec<TicketRow>,
    /// Where the next page begins; none on the last one.
    pub next: Option<Cursor>,
}

/// Up to `limit` tickets that the viewer may see and the filter keeps, after the cursor.
///
/// # Errors
/// [`StoreError`].
pub fn list(
    c: &mut Connection,
    viewer: Viewer,
    filter: &TicketFilter,
    sort: Sort,
    after: Option<Cursor>,
    limit: i64,
) -> Result<TicketPage, StoreError> {
    let limit = limit.clamp(1, 1000);
    let mut found = filter.apply(c, viewer)?;
    if let Some(earliest) = earliest_change(c, viewer, filter, sort, after, limit)? {
        found = found.filter(ticket::updated_at.ge(earliest));
    }
    // One more than asked for tells whether there is a next page.
    let ordered = ordered(found, viewer, sort, after).limit(limit + 1);
    let rows: Vec<(ListedColumns, At)> =
        ordered.select((ListedColumns::as_select(), known_to(viewer))).load(c)?;
    let mut listed: Vec<_> = rows.into_iter().map(|(columns, known)| columns.changed_at(known)).collect();
    let fits = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = listed.len() > fits;
    listed.truncate(fits);
    let next = listed.last().filter(|_| has_more).map(|last| place(last, sort.key));
    Ok(TicketPage { rows: with_names(c, listed)?, next })
}

/// How many tickets the viewer may see and the filter keeps. Costs a walk over all of them.
///
/// # Errors
/// [`StoreError`].
pub fn count(c: &mut Connection, viewer: Viewer, filter: &TicketFilter) -> Result<i64, StoreError> {
    Ok(filter.apply(c, viewer)?.count().get_result(c)?)
}

/// The same, but no more than `most` are looked for, in the queue's order: as cheap as a page of the queue.
///
/// # Errors
/// [`StoreError`].
pub fn count_up_to(
    c: &mut Connection,
    viewer: Viewer,
    filter: &TicketFilter,
    most: usize,
) -> Result<usize, StoreError> {
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let found = ordered(filter.apply(c, viewer)?, viewer, Sort::default(), None).limit(limit);
    let numbers: Vec<i64> = found.select(ticket::number).load(c)?;
    Ok(numbers.len())
}

/// A ticket that did not change at or after this instant is on no such page, where a customer asks for the latest
/// changes. So many of the last changed tickets as fill the page are looked at: the least of what is known of them is
/// on it, or before it. The index over all changes then leads to the few tickets that may be on it, instead of every
/// one being sorted.
fn earliest_change(
    c: &mut Connection,
    viewer: Viewer,
    filter: &TicketFilter,
    sort: Sort,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Option<At>, StoreError> {
    let is_latest_first = sort == Sort { key: SortKey::Updated, direction: Direction::Descending };
    if viewer.is_staff() || !is_latest_first {
        return Ok(None);
    }
    let latest = ordered(filter.apply(c, viewer)?, viewer, sort, after)
        .order((ticket::updated_at.desc(), ticket::number.desc()))
        .limit(limit + 1);
    let known: Vec<At> = latest.select(known_to(viewer)).load(c)?;
    let is_full = i64::try_from(known.len()).is_ok_and(|length| length > limit);
    Ok(known.into_iter().min_by_key(|at| at.0).filter(|_| is_full))
}

fn place(row: &ListedColumns, key: SortKey) -> Cursor {
    let value = match key {
        SortKey::NextDue => row.queue_order,
        SortKey::Created => row.created_at.0.timestamp_micros(),
        SortKey::Updated => row.updated_at.0.timestamp_micros(),
        SortKey::Number => row.number,
        SortKey::Severity => i64::from(row.severity_rank),
    };
    Cursor { value, number: row.number }
}

/// Orders by one column and then by number, and begins after the cursor. The first condition on the column bounds
/// the walk over its index; the second sets apart the tickets that are equal in it.
macro_rules! ordered_by {
    ($found:expr, $column:expr, $direction:expr, $after:expr) => {
        match ($direction, $after) {
            (Direction::Ascending, None) => $found.order(($column.asc(), ticket::number.asc())),
            (Direction::Descending, None) => $found.order(($column.desc(), ticket::number.desc())),
            (Direction::Ascending, Some((value, number))) => $found
                .filter($column.ge(value))
                .filter($column.gt(value).or(ticket::number.gt(number)))
                .order(($column.asc(), ticket::number.asc())),
            (Direction::Descending, Some((value, number))) => $found
                .filter($column.le(value))
                .filter($column.lt(value).or(ticket::number.lt(number)))
                .order(($column.desc(), ticket::number.desc())),
        }
    };
}

fn ordered(found: Tickets, viewer: Viewer, sort: Sort, after: Option<Cursor>) -> Tickets {
    let plain = after.map(|cursor| (cursor.value, cursor.number));
    let timed = after.map(|cursor| (instant(cursor.value), cursor.number));
    let ranked = after.map(|cursor| (i32::try_from(cursor.value).unwrap_or(i32::MAX), cursor.number));
    match sort.key {
        SortKey::NextDue => ordered_by!(found, ticket::queue_order, sort.direction, plain),
        SortKey::Created => ordered_by!(found, ticket::created_at, sort.direction, timed),
        SortKey::Updated => ordered_by!(found, known_to(viewer), sort.direction, timed),
        SortKey::Number => ordered_by!(found, ticket::number, sort.direction, plain),
        SortKey::Severity => ordered_by!(found, ticket::severity_rank, sort.direction, ranked),
    }
}

/// A cursor comes from a link, so anybody may have written it: one beyond the calendar is past every ticket.
fn instant(micros: i64) -> At {
    At(Instant::from_timestamp_micros(micros).unwrap_or(Instant::UNIX_EPOCH))
}
