//! The tickets of a place on the desk, read and worded: for the queue's page and for the queue beside a ticket.

use super::place::Place;
use crate::domain::search::{Snippet, snippet};
use crate::domain::{Person, Snooze, Tag, Viewer};
use crate::service::Contracts;
use crate::sla::Instant;
use crate::store::ticket::{Cursor, Found, TicketRow};
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::finding::Finding;
use crate::web::pages::desk::{Due, QueueRow};
use crate::web::view::{ListOrder, Moment, SeverityMark, Tone, initials, labels, span};

/// How many tickets stand on one page.
pub const PER_PAGE: i64 = 50;
/// Below how much time left a due instant is worth a look, in a list that does not know the clock's whole length.
const SOON: chrono::TimeDelta = chrono::TimeDelta::hours(1);

/// One page of tickets with the names of their severities.
pub struct Listed {
    rows: Vec<ListedRow>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// What of the search was not understood or does not exist.
    pub faults: Vec<String>,
}

struct ListedRow {
    row: TicketRow,
    severity: SeverityMark,
    suggestion: Option<SeverityMark>,
    tags: Vec<Tag>,
    snooze: Option<Snooze>,
    snippet: Snippet,
}

impl Listed {
    /// Reads the page of a place, for somebody of the provider.
    ///
    /// # Errors
    /// Where the database can't be read.
    pub fn read(
        c: &mut Connection,
        contracts: &Contracts,
        reader: &Person,
        place: &Place,
        now: Instant,
    ) -> Result<Self, WebError> {
        let base = place.filter(reader.id);
        let finding = Finding::look_up(c, contracts, reader, base, &place.q, now)?;
        let (found, next) = found(c, reader, &finding, place.order(), place.cursor(), PER_PAGE)?;
        let mut tags = store::tag::of_tickets(c, found.iter().map(|(row, _)| row.id).collect())?;
        let mut snoozes = store::snooze::of_tickets(c, found.iter().map(|(row, _)| row.id).collect())?;
        let mut rows = Vec::with_capacity(found.len());
        for (row, message) in found {
            let contract = contracts.get(c, row.contract_version_id)?;
            let text = match message {
                Some(id) => store::message::find(c, id)?.map(|message| message.text).unwrap_or_default(),
                None => String::new(),
            };
            rows.push(ListedRow {
                severity: SeverityMark::new(&contract, &row.severity),
                suggestion: row.suggestion.as_ref().map(|choice| SeverityMark::new(&contract, &choice.code)),
                tags: tags.remove(&row.id).unwrap_or_default(),
                snooze: snoozes.remove(&row.id),
                snippet: snippet(&text, &finding.words),
                row,
            });
        }
        Ok(Self { rows, next, faults: finding.faults })
    }

    /// The rows as shown to a reader at a place.
    #[must_use]
    pub fn rows(self, place: &Place, now: Instant, zone: chrono_tz::Tz) -> Vec<QueueRow> {
        self.rows.into_iter().map(|row| queue_row(row, place, now, zone)).collect()
    }

    /// The numbers, in order.
    #[must_use]
    pub fn numbers(&self) -> Vec<i64> {
        self.rows.iter().map(|listed| listed.row.number.0).collect()
    }
}

/// Up to so many of the tickets that a search asks for, after a place, and where the next page begins. In the usual order
/// the best match of words stands first, else the queue's first.
///
/// # Errors
/// Where the database can't be read.
pub fn found(
    c: &mut Connection,
    reader: &Person,
    finding: &Finding,
    order: ListOrder,
    after: Option<Cursor>,
    limit: i64,
) -> Result<(Vec<Found>, Option<Cursor>), WebError> {
    let viewer = Viewer::of(reader);
    if finding.is_empty {
        return Ok((Vec::new(), None));
    }
    if finding.words.is_empty() {
        let page =
            store::ticket::list(c, viewer, &finding.filter, order.sort().unwrap_or_default(), after, limit)?;
        return Ok((page.rows.into_iter().map(|row| (row, None)).collect(), page.next));
    }
    let (filter, words) = (&finding.filter, finding.words.as_slice());
    let page = match order.sort() {
        None => store::ticket::ranked(c, viewer, filter, words, after, limit)?,
        Some(sort) => store::ticket::found_in_order(c, viewer, filter, words, sort, after, limit)?,
    };
    Ok((page.rows, page.next))
}

/// How many tickets stand in a list: `most` at the most, since no more are looked for.
///
/// # Errors
/// Where the database can't be read.
pub fn how_many(
    c: &mut Connection,
    contracts: &Contracts,
    reader: &Person,
    place: &Place,
    now: Instant,
    most: usize,
) -> Result<usize, WebError> {
    let viewer = Viewer::of(reader);
    let finding = Finding::look_up(c, contracts, reader, place.filter(reader.id), &place.q, now)?;
    Ok(match finding.words.as_slice() {
        _ if finding.is_empty => 0,
        [] => store::ticket::count_up_to(c, viewer, &finding.filter, most)?,
        words => store::ticket::count_found(c, viewer, &finding.filter, words)?.min(most),
    })
}

/// The ticket to go to after this one: the one below it, else the one above it, else the first of the list.
#[must_use]
pub fn next_after(numbers: &[i64], present: i64) -> Option<i64> {
    let Some(position) = numbers.iter().position(|number| *number == present) else {
        return numbers.first().copied();
    };
    let above = position.checked_sub(1).and_then(|before| numbers.get(before));
    numbers.get(position + 1).or(above).copied()
}

/// Until when a ticket is put away, or that it is back.
fn snoozed(snooze: &Snooze, now: Instant, zone: chrono_tz::Tz) -> String {
    let until = Moment::new(snooze.until, now, zone).spoken;
    match snooze.woken {
        Some(_) => format!("snoozed until {until}, back now"),
        None => format!("snoozed until {until}"),
    }
}

fn queue_row(listed: ListedRow, place: &Place, now: Instant, zone: chrono_tz::Tz) -> QueueRow {
    let ListedRow { row, severity, suggestion, tags, snooze, snippet } = listed;
    QueueRow {
        number: row.number.0,
        version: row.version,
        href: place.ticket(row.number),
        subject: row.subject,
        customer: row.organization_name.unwrap_or_else(|| "unknown sender".to_owned()),
        requester: row.requester_name,
        severity,
        status: labels::status_for_staff(row.status),
        assignee: row.assignee_name.map(|name| (initials(&name), name)),
        due: row.next_due.map(|(clock, at)| due(labels::clock_short(clock), at, now, zone)),
        suggestion,
        tags: tags.iter().map(Tag::to_string).collect(),
        snooze: snooze.map(|snooze| snoozed(&snooze, now, zone)),
        snippet,
        breaches: row.breach_count,
        is_outside_agreement: row.is_outside_agreement,
    }
}

fn due(clock: &'static str, at: Instant, now: Instant, zone: chrono_tz::Tz) -> Due {
    let (tone, left) = match at - now {
        late if late < chrono::TimeDelta::zero() => (Tone::Late, format!("{} late", span(-late))),
        left if left < SOON => (Tone::Soon, span(left)),
        left => (Tone::Live, span(left)),
    };
    Due {
        clock,
        at: Moment::new(at, now, zone),
        left,
        class: tone.class(),
        soon_millis: SOON.num_milliseconds(),
    }
}

#[cfg(test)]
mod tests {
    use super::next_after;

    #[test]
    fn after_a_ticket_comes_the_one_below_it() {
        for (present, next) in [(7, Some(3)), (3, Some(9)), (9, Some(3)), (1, Some(7))] {
            assert_eq!(next_after(&[7, 3, 9], present), next, "after {present}");
        }
        assert_eq!(next_after(&[7], 7), None);
        assert_eq!(next_after(&[], 7), None);
    }
}
