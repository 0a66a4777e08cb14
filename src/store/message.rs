//! The conversation of a ticket.

use diesel::prelude::*;

use super::schema::message;
use super::sql_type::At;
use super::text::{storable, storable_option};
use super::word::{Row, word};
use super::{Connection, StoreError, message_search, ticket};
use crate::domain::{InboundMailId, Message, MessageId, MessageKind, PersonId, TicketId, Viewer};

#[derive(Queryable, Selectable, Insertable, Identifiable)]
#[diesel(table_name = message)]
struct MessageColumns {
    id: MessageId,
    ticket_id: TicketId,
    author_id: PersonId,
    kind: String,
    channel: String,
    text: String,
    html: Option<String>,
    inbound_mail_id: Option<InboundMailId>,
    created_at: At,
    unread: Option<String>,
}

/// Adds a message.
///
/// # Errors
/// [`StoreError::MissingReference`] if its ticket, author or mail is not there.
pub fn insert(c: &mut Connection, message: &Message) -> Result<(), StoreError> {
    diesel::insert_into(message::table).values(columns(message)?).execute(c)?;
    message_search::put(c, message.id, message.ticket_id, &message.text)
}

/// The whole conversation of a ticket, notes included: in the order of its instants, then as it was written.
/// For who may not read notes, see [`list_visible`].
///
/// # Errors
/// [`StoreError`].
pub fn list(c: &mut Connection, ticket: TicketId) -> Result<Vec<Message>, StoreError> {
    let query = message::table
        .filter(message::ticket_id.eq(ticket))
        .order((message::created_at, message::sequence))
        .select(MessageColumns::as_select());
    query.load(c)?.into_iter().map(read).collect()
}

/// What the viewer may read of a conversation: staff all, others what is public. Whether they may see the ticket at
/// all is for [`ticket::find`](super::ticket::find) to say.
///
/// # Errors
/// [`StoreError`].
pub fn list_visible(
    c: &mut Connection,
    viewer: Viewer,
    ticket: TicketId,
) -> Result<Vec<Message>, StoreError> {
    let mut messages = list(c, ticket)?;
    messages.retain(|message| viewer.is_staff() || message.kind == MessageKind::Public);
    Ok(messages)
}

/// The same of several tickets, one conversation among the others.
///
/// # Errors
/// [`StoreError`].
pub fn list_visible_of_all(
    c: &mut Connection,
    viewer: Viewer,
    tickets: &[TicketId],
) -> Result<Vec<Message>, StoreError> {
    let query = message::table
        .filter(message::ticket_id.eq_any(tickets.to_vec()))
        .order((message::created_at, message::sequence))
        .select(MessageColumns::as_select());
    let mut messages = query.load(c)?.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    messages.retain(|message| viewer.is_staff() || message.kind == MessageKind::Public);
    Ok(messages)
}

/// The message with this id, whoever asks.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, id: MessageId) -> Result<Option<Message>, StoreError> {
    let query = message::table.find(id).select(MessageColumns::as_select());
    query.first(c).optional()?.map(read).transpose()
}

/// The message with this id, if the viewer may see its ticket and read it.
///
/// # Errors
/// [`StoreError`].
pub fn find_visible(
    c: &mut Connection,
    viewer: Viewer,
    id: MessageId,
) -> Result<Option<Message>, StoreError> {
    let Some(message) = find(c, id)? else { return Ok(None) };
    if !viewer.is_staff() && message.kind != MessageKind::Public {
        return Ok(None);
    }
    let is_visible = ticket::find(c, viewer, message.ticket_id)?.is_some();
    Ok(is_visible.then_some(message))
}

/// Notes on the message that a mail became what could not be read or kept of it.
///
/// # Errors
/// [`StoreError`].
pub fn set_unread(c: &mut Connection, mail: InboundMailId, unread: &[String]) -> Result<(), StoreError> {
    let written = message::table.filter(message::inbound_mail_id.eq(Some(mail)));
    diesel::update(written).set(message::unread.eq(lines(unread))).execute(c)?;
    Ok(())
}

/// One a line; none for nothing.
fn lines(unread: &[String]) -> Option<String> {
    let joined = unread.iter().map(|line| line.replace('\n', " ")).collect::<Vec<_>>().join("\n");
    (!joined.is_empty()).then(|| storable(&joined))
}

fn columns(message: &Message) -> Result<MessageColumns, StoreError> {
    Ok(MessageColumns {
        id: message.id,
        ticket_id: message.ticket_id,
        author_id: message.author_id,
        kind: word(&message.kind)?,
        channel: word(&message.channel)?,
        text: storable(&message.text),
        html: storable_option(message.html.as_deref()),
        inbound_mail_id: message.inbound_mail_id,
        created_at: At(message.created_at),
        unread: lines(&message.unread),
    })
}

fn read(columns: MessageColumns) -> Result<Message, StoreError> {
    let id = columns.id;
    let row = Row { table: "message", id: &id };
    Ok(Message {
        id,
        ticket_id: columns.ticket_id,
        author_id: columns.author_id,
        kind: row.word(columns.kind)?,
        channel: row.word(columns.channel)?,
        text: columns.text,
        html: columns.html,
        inbound_mail_id: columns.inbound_mail_id,
        created_at: columns.created_at.0,
        unread: columns.unread.iter().flat_map(|text| text.lines()).map(str::to_owned).collect(),
    })
}
