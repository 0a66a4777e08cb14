//! One number for a ticket's place in the queue, so that one index serves it, without missing values.
//!
//! Lowest first: mails that wait for triage, by their due instant; then what breaks next; then tickets without a due
//! instant, the oldest first; then finished ones, the last changed first.

use crate::domain::Ticket;
use crate::sla::{Instant, Status};

/// Wider than any span of microseconds that the calendar knows.
const WIDTH: i64 = 1 << 60;
/// Where finished tickets begin.
pub(super) const FINISHED: i64 = 3 * WIDTH;

/// The ticket's place.
pub(super) fn queue_order(ticket: &Ticket) -> i64 {
    let due = ticket.next_due.map(|(_, at)| micros(at));
    match ticket.status {
        Status::Resolved | Status::Closed => FINISHED + WIDTH - micros(ticket.updated_at),
        Status::Open | Status::WaitingOnCustomer if ticket.suggestion.is_some() => {
            due.unwrap_or_else(|| micros(ticket.created_at)) - WIDTH
        }
        Status::Open | Status::WaitingOnCustomer => {
            due.unwrap_or_else(|| WIDTH + WIDTH / 2 + micros(ticket.created_at))
        }
    }
}

/// The place of a due instant among the tickets that are not waiting for triage.
pub(super) fn micros(at: Instant) -> i64 {
    at.timestamp_micros().clamp(-WIDTH / 4, WIDTH / 4)
}
