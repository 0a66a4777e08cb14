//! Sending a reply from the desk: it is held for some seconds, in which its author may take it back.
//!
//! A reply counts at the instant at which it leaves, since that is when the customer is answered. So that holding it
//! never breaks a promise, one whose clock would fall due meanwhile leaves at once.

use super::draft_files::hold;
use super::reply::{self, NewMessage};
use super::work::Work;
use super::{Context, ServiceError};
use crate::domain::{HOLD, HeldReply, HeldReplyId, Person, TicketId, Viewer};
use crate::sla::{Instant, Status};
use crate::store::{self, Connection};

/// What became of a reply that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// It leaves at this instant, unless it is taken back.
    Held {
        /// Which it is, to take it back.
        id: HeldReplyId,
        /// When.
        leaves_at: Instant,
    },
    /// It has left: a promise would have been broken by waiting.
    Left,
}

/// Sends an agent's public reply, with the status to set as it leaves. The author's draft is used up.
///
/// # Errors
/// Those of [`reply`](super::reply()), found now and not when it leaves.
pub fn hold_reply(
    c: &mut Connection,
    cx: &Context,
    author: &Person,
    ticket: TicketId,
    version: Option<i64>,
    new: NewMessage,
    then: Option<Status>,
) -> Result<Sent, ServiceError> {
    if !author.role.is_staff() {
        return Err(ServiceError::Forbidden("Only agents answer at the desk."));
    }
    reply::check(cx, &new, !new.attachments.is_empty())?;
    let work = Work::load_unclosed(c, cx, Viewer::of(author), ticket, version)?;
    refuse_if_answered(work.c, author, ticket)?;
    let leaves_at = cx.now + HOLD;
    let next_due = work.ticket.timers.next_due(&work.contract);
    store::draft::delete(c, ticket, author.id)?;
    if next_due.is_some_and(|(_, due)| due < leaves_at) {
        reply::reply(c, cx, author, ticket, version, new, then)?;
        return Ok(Sent::Left);
    }
    let held = HeldReply {
        id: HeldReplyId::new(cx.now),
        ticket_id: ticket,
        author_id: author.id,
        text: new.text,
        then,
        files: new.attachments.into_iter().map(|file| hold(c, cx, file)).collect::<Result<_, _>>()?,
        written_at: cx.now,
        leaves_at,
    };
    store::held_reply::insert(c, &held)?;
    Ok(Sent::Held { id: held.id, leaves_at })
}

/// A colleague's reply that is about to leave may say it all: two answers at once help nobody.
fn refuse_if_answered(c: &mut Connection, author: &Person, ticket: TicketId) -> Result<(), ServiceError> {
    let held = store::held_reply::of_ticket(c, ticket)?;
    let Some(other) = held.iter().find(|held| held.author_id != author.id) else { return Ok(()) };
    let name = store::person::find(c, other.author_id)?
        .map_or_else(|| "A colleague".to_owned(), |person| person.name);
    Err(ServiceError::Conflict(format!(
        "{name} has just answered: their reply is on the page and leaves in a moment. Your text is kept below. Once theirs \
         has left, send yours if it still fits."
    )))
}
