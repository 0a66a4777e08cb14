//! Letting time pass: breaches, restarts, warnings and pages that have become true.

use super::work::Work;
use super::{Context, ServiceError};
use crate::domain::{Actor, TicketId, backoff};
use crate::sla::Instant;
use crate::store::{self, Connection};

/// What one tick did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tick {
    /// Tickets whose clocks moved.
    pub moved: usize,
    /// Tickets whose clocks could not be read; they are tried again later, the others are not delayed.
    pub failed: usize,
    /// Whether the limit was reached and more may be waiting.
    pub is_full: bool,
}

/// Moves the clocks of up to `limit` tickets that have something due by now, oldest first.
///
/// Running it late, twice, or on several nodes gives the same facts: each has its true instant and a unique key.
///
/// # Errors
/// [`ServiceError::Store`] where the database fails as a whole. One ticket that fails is logged and set aside.
pub fn tick_timers(c: &mut Connection, cx: &Context, limit: i64) -> Result<Tick, ServiceError> {
    let waiting = store::ticket::due_to_wake(c, cx.now, limit)?;
    let is_full = i64::try_from(waiting.len()).unwrap_or(i64::MAX) >= limit;
    let moved = match store::savepoint(c, |c| waiting.iter().try_for_each(|id| advance(c, cx, *id))) {
        Ok(()) => waiting.clone(),
        Err(error) if error.is_everywhere() => return Err(error),
        Err(_) => advance_each(c, cx, &waiting)?,
    };
    store::stuck_ticket::clear(c, &moved)?;
    Ok(Tick { moved: moved.len(), failed: waiting.len() - moved.len(), is_full })
}

/// Each by itself, after one of them failed: gives those that could be moved.
fn advance_each(
    c: &mut Connection,
    cx: &Context,
    waiting: &[TicketId],
) -> Result<Vec<TicketId>, ServiceError> {
    let mut moved = Vec::with_capacity(waiting.len());
    for id in waiting {
        match store::savepoint(c, |c| advance(c, cx, *id)) {
            Ok(()) => moved.push(*id),
            Err(error) if error.is_everywhere() => return Err(error),
            Err(error) => set_aside(c, cx, *id, &error)?,
        }
    }
    Ok(moved)
}

/// One ticket that fails delays no other: it is tried again later each time, and administrators see it.
fn set_aside(
    c: &mut Connection,
    cx: &Context,
    id: TicketId,
    error: &ServiceError,
) -> Result<(), ServiceError> {
    let attempts = store::stuck_ticket::attempts(c, id)?;
    let failed = u32::try_from(attempts).unwrap_or(0).saturating_add(1);
    tracing::error!(ticket = %id, %error, failed, "the clocks of a ticket could not be moved; trying again later");
    let next_try_at = cx.now + backoff::delay(failed, id.0);
    Ok(store::stuck_ticket::put(c, id, &error.to_string(), cx.now, next_try_at)?)
}

fn advance(c: &mut Connection, cx: &Context, id: TicketId) -> Result<(), ServiceError> {
    let mut work = Work::load_as(c, cx, Actor::System, id)?;
    work.advance()?;
    work.wake_if_due()?;
    work.finish().map(drop)
}

/// The next instant at which [`tick_timers`] has something to do.
///
/// # Errors
/// [`ServiceError::Store`].
pub fn next_tick(c: &mut Connection) -> Result<Option<Instant>, ServiceError> {
    Ok(store::ticket::next_wake(c)?)
}
