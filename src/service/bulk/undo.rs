//! Taking an action on many tickets back.

use super::each::{Run, left_alone, perform};
use crate::domain::{
    BulkChange, BulkChangeId, BulkOutcome, BulkStep, LeftAlone, Person, SnoozeUntil, TicketId,
};
use crate::service::undo_reply::take_own;
use crate::service::{Context, ServiceError, snooze_ticket, unmerge_ticket, wake_ticket};
use crate::sla::Instant;
use crate::store::{self, Connection};

/// Takes an action back, ticket by ticket, wherever nobody has done anything since. Each is one more change in its
/// history, and its clocks follow by the contract's rules: what was promised meanwhile is not unpromised. Mails that
/// have left stay sent.
///
/// # Errors
/// [`ServiceError::NotFound`] for somebody else's, [`ServiceError::Conflict`] where it was taken back, or its time is
/// over.
pub fn undo_bulk(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: BulkChangeId,
) -> Result<BulkChange, ServiceError> {
    let mut change = store::bulk_change::find(c, by.id, id)?.ok_or(ServiceError::NotFound("change"))?;
    if change.undone_at.is_none() && change.undo_until().is_none_or(|until| cx.now > until) {
        return Err(ServiceError::Conflict(
            "It is too late to take this back: change the tickets themselves.".to_owned(),
        ));
    }
    if !store::bulk_change::set_undone(c, id, cx.now)? {
        return Err(ServiceError::Conflict("This is taken back already.".to_owned()));
    }
    change.undone_at = Some(cx.now);
    for (ticket, outcome) in &mut change.lines {
        if let BulkOutcome::Done { step, acts } = outcome {
            *outcome = take_back(c, cx, by, *ticket, step.clone(), *acts)?;
        }
    }
    store::bulk_change::update_lines(c, &change)?;
    Ok(change)
}

fn take_back(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: TicketId,
    step: BulkStep,
    acts: i64,
) -> Result<BulkOutcome, ServiceError> {
    store::ticket::lock(c, id)?.ok_or(ServiceError::NotFound("ticket"))?;
    if let BulkStep::Answered { reply: None, .. } = step {
        let reason = "The reply has left already.".to_owned();
        return Ok(BulkOutcome::Stays { step, why: LeftAlone::Refused { reason } });
    }
    if store::activity::count_acts(c, id)? != acts {
        let reason = "Somebody has done something to it since.".to_owned();
        return Ok(BulkOutcome::Stays { step, why: LeftAlone::Refused { reason } });
    }
    match store::savepoint(c, |c| reverse(c, cx, by, id, &step)) {
        Ok(()) => Ok(BulkOutcome::TakenBack { step }),
        Err(error) => Ok(BulkOutcome::Stays { step, why: left_alone(error)? }),
    }
}

fn reverse(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: TicketId,
    step: &BulkStep,
) -> Result<(), ServiceError> {
    if let Some(action) = step.undo() {
        return perform(c, cx, by, (id, None), &action, Run::InEarnest).map(drop);
    }
    match step {
        BulkStep::Answered { reply: Some(reply), .. } => take_own(c, by, id, *reply).map(drop),
        BulkStep::Merged { .. } => unmerge_ticket(c, cx, by, id, None).map(drop),
        BulkStep::Snoozed { before: Some((until, reason)), .. } => {
            put_away_again(c, cx, by, id, *until, reason)
        }
        _ => wake_ticket(c, cx, by, id, None).map(drop),
    }
}

/// It was put away before; where that time is over by now, it comes back.
fn put_away_again(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: TicketId,
    until: Instant,
    reason: &str,
) -> Result<(), ServiceError> {
    if until <= cx.now {
        return wake_ticket(c, cx, by, id, None).map(drop);
    }
    snooze_ticket(c, cx, by, id, None, SnoozeUntil::At(until), reason).map(drop)
}
