//! What was put off by a clock that was ahead, and would now wait until the right one has caught up.

use diesel::prelude::*;

use super::schema::{
    backup_run, held_reply, inbound_mail, outbox, presence, second_step, stuck_ticket, throttle, ticket,
    webhook_delivery,
};
use super::sql_type::At;
use super::word::word;
use super::{Connection, StoreError};
use crate::domain::{DeliveryState, OutboxState, SecondStep, TicketId};
use crate::sla::Instant;

/// The instants beyond which nothing is put off by a clock that is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Furthest {
    /// For what was tried before.
    pub tried: Instant,
    /// For what nobody has tried yet.
    pub untried: Instant,
    /// For a reply that its author may still take back.
    pub held: Instant,
}

/// Whether a row of a table has its turn later than a right clock would give it.
macro_rules! is_late {
    ($table:ident, $turn:ident, $tried:expr, $untried:expr) => {
        $table::$turn.gt($tried).or($table::attempts.eq(0).and($table::$turn.gt($untried)))
    };
}

/// Lets everything be tried at `now` that waits for longer than a right clock would let it. Gives how much there was.
///
/// # Errors
/// [`StoreError`].
pub fn bring_forward(c: &mut Connection, now: Instant, furthest: &Furthest) -> Result<usize, StoreError> {
    let (tried, untried) = (At(furthest.tried), At(furthest.untried));
    let notices = outbox::table.filter(outbox::state.eq(word(&OutboxState::Pending)?)).filter(is_late!(
        outbox,
        next_attempt_at,
        tried,
        untried
    ));
    let deliveries = webhook_delivery::table
        .filter(webhook_delivery::state.eq(word(&DeliveryState::Pending)?))
        .filter(is_late!(webhook_delivery, next_attempt_at, tried, untried));
    let mails = inbound_mail::table.filter(is_late!(inbound_mail, next_read_at, Some(tried), Some(untried)));
    let replies = held_reply::table.filter(held_reply::leaves_at.gt(At(furthest.held)));
    let moved = [
        diesel::update(notices).set(outbox::next_attempt_at.eq(At(now))).execute(c)?,
        diesel::update(deliveries).set(webhook_delivery::next_attempt_at.eq(At(now))).execute(c)?,
        diesel::update(mails).set(inbound_mail::next_read_at.eq(Some(At(now)))).execute(c)?,
        diesel::update(replies).set(held_reply::leaves_at.eq(At(now))).execute(c)?,
        stuck_tickets(c, now, furthest.tried)?,
    ];
    Ok(moved.iter().sum())
}

/// Forgets what cannot be, because it lies after `latest`: tries that were counted, people who were at tickets, backups
/// that were made, and codes that were used, since `now` is the right time.
///
/// # Errors
/// [`StoreError`].
pub fn forget_the_future(c: &mut Connection, now: Instant, latest: Instant) -> Result<usize, StoreError> {
    let used = second_step::table.filter(second_step::last_step.gt(SecondStep::number_at(latest)));
    let forgotten = [
        diesel::delete(throttle::table.filter(throttle::since.gt(At(latest)))).execute(c)?,
        diesel::delete(presence::table.filter(presence::expires_at.gt(At(latest)))).execute(c)?,
        diesel::delete(backup_run::table.filter(backup_run::due_at.gt(At(latest)))).execute(c)?,
        // Codes of the past stay used up.
        diesel::update(used).set(second_step::last_step.eq(SecondStep::number_at(now))).execute(c)?,
    ];
    Ok(forgotten.iter().sum())
}

fn stuck_tickets(c: &mut Connection, now: Instant, latest: Instant) -> Result<usize, StoreError> {
    let put_off = stuck_ticket::table
        .inner_join(ticket::table)
        .filter(ticket::next_wake_at.eq(stuck_ticket::next_try_at.nullable()))
        .filter(stuck_ticket::next_try_at.gt(At(latest)));
    let ids: Vec<TicketId> = put_off.select(stuck_ticket::ticket_id).load(c)?;
    diesel::update(ticket::table.filter(ticket::id.eq_any(&ids)))
        .set(ticket::next_wake_at.eq(Some(At(now))))
        .execute(c)?;
    let stuck = stuck_ticket::table.filter(stuck_ticket::ticket_id.eq_any(&ids));
    Ok(diesel::update(stuck).set(stuck_ticket::next_try_at.eq(At(now))).execute(c)?)
}
