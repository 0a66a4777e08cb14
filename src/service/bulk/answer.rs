//! Answering the requesters of many tickets.

use super::each::Run;
use crate::domain::{BulkAnswer, HeldReplyId, Person, TicketId, Viewer};
use crate::service::{Context, NewMessage, Sent, ServiceError, hold_reply, reply};
use crate::store::{self, Connection};

/// Sends one ticket's text as a reply that is held like any other. Its author's draft in that ticket, which has nothing to
/// do with it, stays. A rehearsal sends it at once: only what leaves shows whom it reaches and which clocks it meets.
///
/// # Errors
/// Those of [`hold_reply`].
pub(super) fn answer(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: TicketId,
    version: Option<i64>,
    answer: &BulkAnswer,
    run: Run,
) -> Result<Option<HeldReplyId>, ServiceError> {
    let number = store::ticket::find(c, Viewer::of(by), id)?.ok_or(ServiceError::NotFound("ticket"))?.number;
    let text = answer.texts.get(&number).cloned().unwrap_or_default();
    let message = NewMessage::public_text(cx, text);
    if run == Run::Rehearsal {
        reply(c, cx, by, id, version, message, answer.then)?;
        return Ok(None);
    }
    let draft = store::draft::find(c, id, by.id)?;
    let sent = hold_reply(c, cx, by, id, version, message, answer.then)?;
    if let Some(draft) = draft {
        store::draft::put(c, &draft)?;
    }
    Ok(match sent {
        Sent::Held { id, .. } => Some(id),
        Sent::Left => None,
    })
}
