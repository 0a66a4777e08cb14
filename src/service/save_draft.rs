//! Keeping what an agent has begun to write.

use super::{Context, ServiceError, reply};
use crate::domain::{Draft, MessageKind, Person, TicketId, Viewer};
use crate::store::{self, Connection};

/// Keeps the text as the person's draft in the ticket; an empty one without files removes the draft. Files that it has
/// stay with it. Not a change of the ticket.
///
/// # Errors
/// [`ServiceError::NotFound`] for a ticket the person may not see, [`ServiceError::Invalid`] for an endless text.
pub fn save_draft(
    c: &mut Connection,
    cx: &Context,
    person: &Person,
    ticket: TicketId,
    kind: MessageKind,
    text: String,
) -> Result<(), ServiceError> {
    store::ticket::find(c, Viewer::of(person), ticket)?.ok_or(ServiceError::NotFound("ticket"))?;
    let files = store::draft::files(c, ticket, person.id)?;
    if text.trim().is_empty() && files.is_empty() {
        return Ok(store::draft::delete(c, ticket, person.id)?);
    }
    reply::check_text(&text, true)?;
    let draft =
        Draft { ticket_id: ticket, person_id: person.id, kind, text, files, problem: None, saved_at: cx.now };
    Ok(store::draft::put(c, &draft)?)
}
