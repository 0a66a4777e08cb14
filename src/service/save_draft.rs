//! Keeping what an agent has begun to write.

use super::{Context, ServiceError, reply};
use crate::domain::{Draft, MessageKind, Person, TicketId, Viewer};
use crate::sla::Status;
use crate::store::{self, Connection};

/// The status to set with a draft's message once it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftThen {
    /// As it was chosen before.
    AsBefore,
    /// This one, or none.
    Chosen(Option<Status>),
}

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
    then: DraftThen,
) -> Result<(), ServiceError> {
    store::ticket::find(c, Viewer::of(person), ticket)?.ok_or(ServiceError::NotFound("ticket"))?;
    let before = store::draft::find(c, ticket, person.id)?;
    let then = match then {
        DraftThen::AsBefore => before.as_ref().and_then(|draft| draft.then),
        DraftThen::Chosen(then) => then,
    };
    let files = before.map(|draft| draft.files).unwrap_or_default();
    if text.trim().is_empty() && files.is_empty() {
        return Ok(store::draft::delete(c, ticket, person.id)?);
    }
    reply::check_text(&text, true)?;
    let draft = Draft {
        ticket_id: ticket,
        person_id: person.id,
        kind,
        text,
        then,
        files,
        problem: None,
        saved_at: cx.now,
    };
    Ok(store::draft::put(c, &draft)?)
}
