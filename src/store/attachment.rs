//! Files of messages. Their bytes are in [`blob`](super::blob).

use diesel::prelude::*;

use super::schema::{attachment, message};
use super::text::{storable, storable_option};
use super::word::word;
use super::{Connection, StoreError, ticket};
use crate::domain::{
    Attachment, AttachmentId, ContentHash, FileName, MessageId, MessageKind, TicketId, Viewer,
};

#[derive(Queryable, Selectable, Insertable, Identifiable)]
#[diesel(table_name = attachment)]
struct AttachmentColumns {
    id: AttachmentId,
    ticket_id: TicketId,
    message_id: MessageId,
    file_name: String,
    content_type: String,
    content: String,
    size: i64,
    content_id: Option<String>,
}

/// Adds a file whose bytes are kept already.
///
/// # Errors
/// [`StoreError::MissingReference`] if its message or its bytes are not there.
pub fn insert(c: &mut Connection, attachment: &Attachment) -> Result<(), StoreError> {
    let columns = AttachmentColumns {
        id: attachment.id,
        ticket_id: attachment.ticket_id,
        message_id: attachment.message_id,
        file_name: attachment.file_name.as_str().to_owned(),
        content_type: storable(&attachment.content_type),
        content: attachment.content.0.clone(),
        size: attachment.size,
        content_id: storable_option(attachment.content_id.as_deref()),
    };
    diesel::insert_into(attachment::table).values(columns).execute(c)?;
    Ok(())
}

/// Every file of a ticket, those of notes included, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn list(c: &mut Connection, ticket: TicketId) -> Result<Vec<Attachment>, StoreError> {
    let query = attachment::table
        .filter(attachment::ticket_id.eq(ticket))
        .order(attachment::id)
        .select(AttachmentColumns::as_select());
    Ok(query.load(c)?.into_iter().map(read).collect())
}

/// The same of several tickets.
///
/// # Errors
/// [`StoreError`].
pub fn list_of_all(c: &mut Connection, tickets: &[TicketId]) -> Result<Vec<Attachment>, StoreError> {
    let query = attachment::table
        .filter(attachment::ticket_id.eq_any(tickets.to_vec()))
        .order(attachment::id)
        .select(AttachmentColumns::as_select());
    Ok(query.load(c)?.into_iter().map(read).collect())
}

/// The file with this id, if the viewer may see its ticket and read its message.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, viewer: Viewer, id: AttachmentId) -> Result<Option<Attachment>, StoreError> {
    let found: Option<(AttachmentColumns, String)> = attachment::table
        .inner_join(message::table.on(message::id.eq(attachment::message_id)))
        .filter(attachment::id.eq(id))
        .select((AttachmentColumns::as_select(), message::kind))
        .first(c)
        .optional()?;
    let Some((columns, kind)) = found else { return Ok(None) };
    if !viewer.is_staff() && kind != word(&MessageKind::Public)? {
        return Ok(None);
    }
    let is_visible = ticket::find(c, viewer, columns.ticket_id)?.is_some();
    Ok(is_visible.then(|| read(columns)))
}

fn read(columns: AttachmentColumns) -> Attachment {
    Attachment {
        id: columns.id,
        ticket_id: columns.ticket_id,
        message_id: columns.message_id,
        file_name: FileName::clean(&columns.file_name),
        content_type: columns.content_type,
        content: ContentHash(columns.content),
        size: columns.size,
        content_id: columns.content_id,
    }
}
