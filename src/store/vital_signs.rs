//! The work that waits in the database, for health checks and metrics. Every query is answered from an index.

use diesel::dsl::min;
use diesel::prelude::*;

use super::schema::{inbound_mail, outbox, ticket};
use super::sql_type::At;
use super::word::word;
use super::{
    Connection, StoreError, content_scan, inbound, outbox as notices, stuck_ticket, ticket as tickets,
    webhook, webhook_delivery,
};
use crate::domain::{InboundState, OutboxState, VitalSigns};
use crate::sla::{Instant, Status};

/// Notices up to this priority are pages and breach notices (`NoticeBody::priority`).
const URGENT: i32 = 1;

/// Reads them.
///
/// # Errors
/// [`StoreError`].
pub fn read(c: &mut Connection) -> Result<VitalSigns, StoreError> {
    Ok(VitalSigns {
        next_wake: tickets::next_wake(c)?,
        tickets_stuck: stuck_ticket::count(c)?,
        open_tickets: open_tickets(c)?,
        notices_waiting: notices_in(c, OutboxState::Pending)?,
        notices_failed: notices_in(c, OutboxState::Failed)?,
        next_notice: notices::next_attempt(c, &notices::Turn::default())?,
        urgent_untried: urgent_untried(c)?,
        retried: retried(c)?,
        under_way_since: under_way_since(c)?,
        notices_uncertain: notices_uncertain(c)?,
        mails_waiting: mails_in(c, InboundState::Received)?,
        mails_failed: mails_in(c, InboundState::Failed)?,
        mails_held: mails_in(c, InboundState::Quarantined)?,
        contents_unchecked: content_scan::count_waiting(c)?,
        next_mail: inbound::next_read_at(c)?,
        deliveries_waiting: webhook_delivery::count_waiting(c)?,
        webhooks_troubled: webhook::count_troubled(c)?,
    })
}

/// Looks whether the disk of a database server has room; the disk of an embedded database is our own.
///
/// # Errors
/// [`StoreError::NoSpace`] where it has none.
pub fn look_for_room(c: &mut Connection) -> Result<(), StoreError> {
    super::dialect::put_aside(c)
}

/// The language in which PostgreSQL tells us what went wrong, as its `lc_messages` names it; none for SQLite, which knows
/// one.
///
/// # Errors
/// [`StoreError`].
pub fn language(c: &mut Connection) -> Result<Option<String>, StoreError> {
    super::dialect::language(c)
}

fn open_tickets(c: &mut Connection) -> Result<i64, StoreError> {
    let open = [word(&Status::Open)?, word(&Status::WaitingOnCustomer)?];
    Ok(ticket::table.filter(ticket::status.eq_any(open)).count().get_result(c)?)
}

fn notices_in(c: &mut Connection, state: OutboxState) -> Result<i64, StoreError> {
    Ok(outbox::table.filter(outbox::state.eq(word(&state)?)).count().get_result(c)?)
}

fn under_way_since(c: &mut Connection) -> Result<Option<Instant>, StoreError> {
    let oldest: Option<At> = outbox::table
        .filter(outbox::state.eq(word(&OutboxState::Pending)?))
        .filter(outbox::under_way_since.is_not_null())
        .select(min(outbox::under_way_since))
        .first(c)?;
    Ok(oldest.map(|at| at.0))
}

/// One that is on its way again right after its sender died has no error yet, and is not counted.
fn notices_uncertain(c: &mut Connection) -> Result<i64, StoreError> {
    let uncertain = outbox::table
        .filter(outbox::state.eq(word(&OutboxState::Pending)?))
        .filter(outbox::uncertain_at.is_not_null())
        .filter(outbox::last_error.is_not_null());
    Ok(uncertain.count().get_result(c)?)
}

fn mails_in(c: &mut Connection, state: InboundState) -> Result<i64, StoreError> {
    Ok(inbound_mail::table.filter(inbound_mail::state.eq(word(&state)?)).count().get_result(c)?)
}

fn urgent_untried(c: &mut Connection) -> Result<Option<Instant>, StoreError> {
    let oldest: Option<At> = outbox::table
        .filter(outbox::state.eq(word(&OutboxState::Pending)?))
        .filter(outbox::priority.le(URGENT))
        .filter(outbox::attempts.eq(0))
        .select(min(outbox::created_at))
        .first(c)?;
    Ok(oldest.map(|at| at.0))
}

fn retried(c: &mut Connection) -> Result<Option<(Instant, Option<String>)>, StoreError> {
    let oldest: Option<(At, Option<String>)> = outbox::table
        .filter(outbox::state.eq(word(&OutboxState::Pending)?))
        .filter(outbox::attempts.gt(0))
        .filter(outbox::last_error.is_not_null())
        .order(outbox::created_at)
        .select((outbox::created_at, outbox::last_error))
        .first(c)
        .optional()?;
    Ok(oldest.map(|(at, error)| (at.0, error)))
}
