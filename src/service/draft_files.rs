//! Files of a message that was sent and came back: they stay with its author's draft until it is sent again.

use super::keep_content::keep_content;
use super::open_ticket::NewAttachment;
use super::reply::{self, NewMessage};
use super::{Context, ServiceError};
use crate::domain::{Draft, HeldFile, Person, TicketId, Viewer};
use crate::sla::Status;
use crate::store::{self, Connection};

/// The files of the person's draft that are to be sent with it again, by their marks. A mark counts only as one of the
/// person's own draft in this ticket: nobody gets at other bytes by it.
///
/// # Errors
/// [`ServiceError::Invalid`] naming `files` for one that is not there any more.
pub fn draft_files(
    c: &mut Connection,
    cx: &Context,
    person: &Person,
    ticket: TicketId,
    wanted: &[String],
) -> Result<Vec<NewAttachment>, ServiceError> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let files = store::draft::files(c, ticket, person.id)?;
    let find = |mark: &String| files.iter().find(|file| file.mark() == *mark).cloned();
    wanted.iter().map(|mark| load(c, cx, find(mark).ok_or_else(gone)?)).collect()
}

/// Keeps what could not be sent as the person's draft, files and all, with the status chosen with it, so that nothing has to be
/// attached anew.
///
/// # Errors
/// [`ServiceError::NotFound`] for a ticket the person may not see, [`ServiceError::Invalid`] for an endless text or a
/// file over the limit.
pub fn keep_unsent(
    c: &mut Connection,
    cx: &Context,
    person: &Person,
    ticket: TicketId,
    unsent: NewMessage,
    then: Option<Status>,
) -> Result<(), ServiceError> {
    store::ticket::find(c, Viewer::of(person), ticket)?.ok_or(ServiceError::NotFound("ticket"))?;
    reply::check(cx, &unsent, true)?;
    let mut kept = store::draft::files(c, ticket, person.id)?;
    for file in unsent.attachments {
        kept.push(hold(c, cx, file)?);
    }
    let draft = Draft {
        ticket_id: ticket,
        person_id: person.id,
        kind: unsent.kind,
        text: unsent.text,
        then,
        files: each_once(kept),
        problem: None,
        saved_at: cx.now,
    };
    Ok(store::draft::put(c, &draft)?)
}

/// Keeps a file's bytes until its message leaves.
pub(super) fn hold(c: &mut Connection, cx: &Context, file: NewAttachment) -> Result<HeldFile, ServiceError> {
    let content = keep_content(c, cx, &file.bytes)?;
    Ok(HeldFile { file_name: file.file_name, content_type: file.content_type, content })
}

/// A file's bytes as they leave.
pub(super) fn load(c: &mut Connection, cx: &Context, file: HeldFile) -> Result<NewAttachment, ServiceError> {
    let bytes = store::blob::get(c, &cx.identity.keys, &file.content)?.ok_or_else(gone)?;
    Ok(NewAttachment { file_name: file.file_name, content_type: file.content_type, bytes, content_id: None })
}

/// The same bytes under the same name are one file.
pub(super) fn each_once(files: Vec<HeldFile>) -> Vec<HeldFile> {
    let mut kept: Vec<HeldFile> = Vec::with_capacity(files.len());
    for file in files {
        if kept.iter().all(|known| known.mark() != file.mark()) {
            kept.push(file);
        }
    }
    kept
}

fn gone() -> ServiceError {
    ServiceError::invalid("files", "A file that you had attached is here no more: attach it again.")
}
