//! Taking an action on many tickets back.

use super::each::{left_alone, perform};
use crate::domain::{
    BULK_UNDO, BulkChange, BulkChangeId, BulkOutcome, BulkStep, LeftAlone, Person, TicketId,
};
use crate::service::{Context, ServiceError};
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
    if cx.now > change.done_at + BULK_UNDO {
        return Err(ServiceError::Conflict(format!(
            "This was done more than {} minutes ago: change the tickets themselves.",
            BULK_UNDO.num_minutes()
        )));
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
    if store::activity::count_acts(c, id)? != acts {
        let reason = "Somebody has done something to it since.".to_owned();
        return Ok(BulkOutcome::Stays { step, why: LeftAlone::Refused { reason } });
    }
    match store::savepoint(c, |c| perform(c, cx, by, id, None, &step.undo())) {
        Ok(_) => Ok(BulkOutcome::TakenBack { step }),
        Err(error) => Ok(BulkOutcome::Stays { step, why: left_alone(error)? }),
    }
}
