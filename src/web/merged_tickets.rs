//! The tickets that go on in another, with what was written in them.

use crate::domain::{Attachment, Message, TicketId, TicketNumber, Viewer};
use crate::sla::Instant;
use crate::store::{self, Connection};
use crate::web::error::WebError;

/// A ticket that goes on in another.
#[derive(Debug, Clone)]
pub struct MergedTicket {
    /// Its number.
    pub number: TicketNumber,
    /// What it is about.
    pub subject: String,
    /// When it was merged.
    pub merged_at: Instant,
    /// What the viewer may read of its conversation.
    pub messages: Vec<Message>,
    /// The files of those messages.
    pub attachments: Vec<Attachment>,
}

/// The tickets that go on in this one and that the viewer may see, each followed by those that had been merged into it
/// before.
///
/// # Errors
/// Where the database can't be read.
pub fn read(c: &mut Connection, viewer: Viewer, into: TicketId) -> Result<Vec<MergedTicket>, WebError> {
    let mut found = Vec::new();
    for merge in store::ticket_merge::into(c, into)? {
        let Some(ticket) = store::ticket::find(c, viewer, merge.ticket_id)? else { continue };
        let (messages, attachments) = conversation(c, viewer, ticket.id)?;
        found.push(MergedTicket {
            number: ticket.number,
            subject: ticket.subject,
            merged_at: merge.merged_at,
            messages,
            attachments,
        });
        found.extend(read(c, viewer, ticket.id)?);
    }
    Ok(found)
}

/// What the viewer may read of one ticket's conversation, with the files of those messages.
///
/// # Errors
/// Where the database can't be read.
pub fn conversation(
    c: &mut Connection,
    viewer: Viewer,
    ticket: TicketId,
) -> Result<(Vec<Message>, Vec<Attachment>), WebError> {
    let messages = store::message::list_visible(c, viewer, ticket)?;
    let mut files = store::attachment::list(c, ticket)?;
    files.retain(|file| messages.iter().any(|message| message.id == file.message_id));
    Ok((messages, files))
}
