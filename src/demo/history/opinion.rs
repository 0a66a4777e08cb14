//! How content customers of the demonstration are with what was resolved, and when they say so.

use chrono::TimeDelta;

use super::life::Life;
use crate::domain::{Person, Ticket, TicketId, Verdict};
use crate::sla::{Coverage, Instant};

/// Out of five, so many answer when they are asked.
const ANSWER: i64 = 2;

const PRAISE: [&str; 4] =
    ["", "Quick and clear, thank you.", "I always knew what happens next.", "Solved at the first try."];

const COMPLAINTS: [&str; 3] = [
    "It took too long until somebody answered.",
    "Solved in the end, but I had to ask twice.",
    "We lost half a day over this.",
];

/// What a customer is going to say.
pub(super) struct Opinion {
    pub(super) at: Instant,
    pub(super) ticket: TicketId,
    pub(super) by: Person,
    pub(super) verdict: Verdict,
    pub(super) comment: &'static str,
}

impl Opinion {
    /// Of a ticket that is resolved at `now`; most keep it to themselves. Whoever was let down says so more often than not.
    pub(super) fn of(life: &Life<'_>, ticket: &Ticket, now: Instant) -> Option<Self> {
        let number = ticket.number.0;
        if number % 5 >= ANSWER {
            return None;
        }
        let is_bad = ticket.breach_count > 0 && number % 3 != 0;
        let words: &[&str] = if is_bad { &COMPLAINTS } else { &PRAISE };
        let place = usize::try_from(number / 5).unwrap_or(0) % words.len();
        let later = TimeDelta::minutes(15 + number * 37 % 300);
        let calendar = life.customer.contract.calendar();
        Some(Self {
            at: calendar.advance(Coverage::OFFICE_HOURS, now, later).unwrap_or(now + later),
            ticket: ticket.id,
            by: life.contact.person.clone(),
            verdict: if is_bad { Verdict::Bad } else { Verdict::Good },
            comment: words.get(place).copied().unwrap_or_default(),
        })
    }
}
