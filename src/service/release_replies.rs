//! Held replies leave when their time has come.

use super::draft_files::{each_once, load};
use super::reply::{self, NewMessage};
use super::{Context, ServiceError};
use crate::domain::{Draft, HeldReply, HeldReplyId, MessageKind};
use crate::sla::{Channel, Instant};
use crate::store::{self, Connection};

/// Lets up to `limit` replies leave whose time has come, and says how many. One that is refused, because the ticket was
/// closed meanwhile, goes back to its author's draft with the reason.
///
/// # Errors
/// [`ServiceError::Store`] where the database fails as a whole.
pub fn release_replies(c: &mut Connection, cx: &Context, limit: i64) -> Result<usize, ServiceError> {
    let leaving = store::held_reply::leaving(c, cx.now, limit)?;
    for id in &leaving {
        release(c, cx, *id)?;
    }
    Ok(leaving.len())
}

/// The next instant at which [`release_replies`] has something to do.
///
/// # Errors
/// [`ServiceError::Store`].
pub fn next_release(c: &mut Connection) -> Result<Option<Instant>, ServiceError> {
    Ok(store::held_reply::next_leaving(c)?)
}

fn release(c: &mut Connection, cx: &Context, id: HeldReplyId) -> Result<(), ServiceError> {
    let Some(held) = store::held_reply::take(c, id)? else { return Ok(()) };
    match store::savepoint(c, |c| leave(c, cx, held.clone())) {
        Err(error) if error.is_everywhere() => Err(error),
        Err(error) => {
            tracing::warn!(ticket = %held.ticket_id, %error, "a held reply could not leave; its author has it back");
            return_to_author(c, cx, held, Some(error.to_string()))
        }
        Ok(()) => Ok(()),
    }
}

/// Writes a held reply into its ticket, at now.
pub(super) fn leave(c: &mut Connection, cx: &Context, held: HeldReply) -> Result<(), ServiceError> {
    let author = store::person::find(c, held.author_id)?.ok_or(ServiceError::NotFound("person"))?;
    let message = NewMessage {
        kind: MessageKind::Public,
        channel: Channel::Portal,
        text: held.text,
        html: None,
        attachments: held.files.into_iter().map(|file| load(c, cx, file)).collect::<Result<_, _>>()?,
        inbound_mail_id: None,
        received_at: cx.now,
    };
    reply::reply(c, cx, &author, held.ticket_id, None, message, held.then).map(drop)
}

/// Makes a held reply its author's draft, with its files and the status chosen with it, before whatever they have begun to
/// write since. A status that they have chosen since stands.
pub(super) fn return_to_author(
    c: &mut Connection,
    cx: &Context,
    held: HeldReply,
    problem: Option<String>,
) -> Result<(), ServiceError> {
    let begun = store::draft::find(c, held.ticket_id, held.author_id)?;
    let (text, mut files, mut then) = (held.text, held.files, held.then);
    let text = match begun {
        Some(begun) => {
            files.extend(begun.files);
            then = begun.then.or(then);
            [text, begun.text]
                .into_iter()
                .filter(|part| !part.trim().is_empty())
                .collect::<Vec<_>>()
                .join("\n\n")
        }
        None => text,
    };
    let draft = Draft {
        ticket_id: held.ticket_id,
        person_id: held.author_id,
        kind: MessageKind::Public,
        text,
        then,
        files: each_once(files),
        problem,
        saved_at: cx.now,
    };
    Ok(store::draft::put(c, &draft)?)
}
