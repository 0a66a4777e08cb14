//! Taking a reply back before it leaves, or letting it leave at once.

use super::release_replies::{leave, return_to_author};
use super::{Context, ServiceError};
use crate::domain::{HeldReply, HeldReplyId, Person, TicketId, Viewer};
use crate::store::{self, Connection};

/// Takes a reply back: it becomes its author's draft again, with its files and the status chosen with it.
///
/// # Errors
/// [`ServiceError::NotFound`] for a ticket the author may not see, [`ServiceError::Conflict`] once it has left.
pub fn undo_reply(
    c: &mut Connection,
    cx: &Context,
    author: &Person,
    ticket: TicketId,
    reply: HeldReplyId,
) -> Result<(), ServiceError> {
    let held = take_own(c, author, ticket, reply)?;
    return_to_author(c, cx, held, None)
}

/// Lets a held reply leave at once.
///
/// # Errors
/// As [`undo_reply`], and those of [`reply`](super::reply()).
pub fn send_now(
    c: &mut Connection,
    cx: &Context,
    author: &Person,
    ticket: TicketId,
    reply: HeldReplyId,
) -> Result<(), ServiceError> {
    let held = take_own(c, author, ticket, reply)?;
    leave(c, cx, held)
}

/// Takes a reply out of those that are held, if it is the author's and has not left.
pub(super) fn take_own(
    c: &mut Connection,
    author: &Person,
    ticket: TicketId,
    reply: HeldReplyId,
) -> Result<HeldReply, ServiceError> {
    store::ticket::find(c, Viewer::of(author), ticket)?.ok_or(ServiceError::NotFound("ticket"))?;
    let held = store::held_reply::take(c, reply)?
        .filter(|held| held.author_id == author.id && held.ticket_id == ticket);
    held.ok_or_else(|| {
        let text = "This reply is not held any more: it has left, or was taken back. The page shows which.";
        ServiceError::Conflict(text.to_owned())
    })
}
