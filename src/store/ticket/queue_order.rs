//! One number for a ticket's place in the queue, so that one index serves it, without missing values.
//!
//! Lowest first: tickets that are back from a snooze; then mails that wait for triage, by their due instant; then what
//! breaks next; then tickets without a due instant, the oldest first; then snoozed ones, by the instant at which they
//! come back; then finished ones, the last changed first. So a place also says whether its ticket is put away.

use crate::domain::{Rest, Ticket};
use crate::sla::{Instant, Status};

/// Wider than any span of microseconds that the calendar knows.
const WIDTH: i64 = 1 << 60;
/// Where tickets end that are back from a snooze.
const BACK_END: i64 = -2 * WIDTH;
/// Where snoozed tickets begin.
pub(super) const SNOOZED: i64 = 2 * WIDTH;
/// The place of one that is snoozed until the beginning of 1970.
const SNOOZED_ORIGIN: i64 = SNOOZED + WIDTH / 2;
/// Where finished tickets begin.
pub(super) const FINISHED: i64 = 3 * WIDTH;

/// The ticket's place.
pub(super) fn queue_order(ticket: &Ticket) -> i64 {
    let due = ticket.next_due.map(|(_, at)| micros(at));
    match (ticket.status, ticket.rest) {
        (Status::Resolved | Status::Closed, _) => FINISHED + WIDTH - micros(ticket.updated_at),
        (_, Rest::Until(at)) => SNOOZED_ORIGIN + micros(at),
        (_, Rest::Back) => due.unwrap_or_else(|| micros(ticket.created_at)) + BACK_END - WIDTH,
        (_, Rest::Awake) if ticket.suggestion.is_some() => {
            due.unwrap_or_else(|| micros(ticket.created_at)) - WIDTH
        }
        (_, Rest::Awake) => due.unwrap_or_else(|| WIDTH + WIDTH / 2 + micros(ticket.created_at)),
    }
}

/// Whether the ticket at a place is put away.
pub(super) fn rest(order: i64) -> Rest {
    match order {
        SNOOZED..FINISHED => {
            Instant::from_timestamp_micros(order - SNOOZED_ORIGIN).map_or(Rest::Awake, Rest::Until)
        }
        ..BACK_END => Rest::Back,
        _ => Rest::Awake,
    }
}

/// The place of a due instant among the tickets that are not waiting for triage.
pub(super) fn micros(at: Instant) -> i64 {
    at.timestamp_micros().clamp(-WIDTH / 4, WIDTH / 4)
}
