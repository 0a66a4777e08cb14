//! Splitting messages off a ticket into one of their own.

use super::link_tickets::tell_both;
use super::open_ticket::{Holder, NewAttachment, NewTicket, Opening, begin, check_subject};
use super::reply::{self, NewMessage};
use super::work::Work;
use super::{Context, ServiceError, both};
use crate::domain::{
    Activity, ActivityKind, Actor, Message, MessageId, MessageKind, Person, Relation, SeverityChoice, Ticket,
    TicketId, TicketLink, Viewer,
};
use crate::sla::{Author, Event, Instant, SeverityCode};
use crate::store::{self, Connection};

/// Begins a ticket with messages of another, which keeps them too. The new one starts when its first message was
/// received, since that is when the customer asked, under the same agreement and with the severity that the ticket had
/// then; what the chosen replies of ours met is met there as well. Merging it back undoes the split.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Forbidden`] for a customer, [`ServiceError::Conflict`] for a closed
/// ticket or an outdated `version`, [`ServiceError::Invalid`] for a bad subject, and naming `messages` where none is
/// chosen, one is not of this ticket, or the first is no public message of a customer.
pub fn split_ticket(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
    version: Option<i64>,
    subject: &str,
    chosen: &[MessageId],
) -> Result<Ticket, ServiceError> {
    if !by.role.is_staff() {
        return Err(ServiceError::Forbidden("Only agents split tickets."));
    }
    let work = Work::load_unclosed(c, cx, Viewer::of(by), ticket, version)?;
    let source = work.ticket;
    let chosen = messages(c, ticket, chosen).and_then(|messages| asked(c, messages));
    let (_, (requester, first, rest)) = both(check_subject(subject), chosen)?;
    let opening = Opening {
        by: requester.id,
        version: source.contract_version_id,
        contract: cx.contracts.get(c, source.contract_version_id)?,
        severity: SeverityChoice {
            code: severity_at(c, &source, first.created_at)?,
            reason: format!("As #{} had when this was written", source.number),
        },
        suggestion: None,
        team_id: source.team_id,
        holder: Holder::Agent,
    };
    let new = NewTicket {
        channel: first.channel,
        subject: subject.to_owned(),
        text: first.text.clone(),
        html: first.html.clone(),
        answers: None,
        severity: None,
        attachments: files(c, cx, &source, &first)?,
        received_at: first.created_at,
        inbound_mail_id: first.inbound_mail_id,
        follows_up: None,
        is_acknowledged: true,
    };
    let rest = with_files(c, cx, &source, &rest)?;
    let mut work = begin(c, cx, &requester, opening, new)?;
    for (message, files) in rest {
        replay(&mut work, message, files)?;
    }
    work.advance()?;
    let begun = work.finish()?;
    let link = TicketLink::new(source.id, Relation::SplitInto, begun.id, by.id, cx.now);
    store::ticket_link::insert(c, &link)?;
    let linked = |relation| move |ticket| ActivityKind::Linked { ticket, relation };
    tell_both(c, cx, by, (begun.id, source.id), linked(Relation::SplitFrom), linked(Relation::SplitInto))
}

/// The chosen messages in the order of the conversation.
fn messages(
    c: &mut Connection,
    ticket: TicketId,
    chosen: &[MessageId],
) -> Result<Vec<Message>, ServiceError> {
    let mut messages = store::message::list(c, ticket)?;
    messages.retain(|message| chosen.contains(&message.id));
    match chosen.iter().all(|id| messages.iter().any(|message| message.id == *id)) {
        true => Ok(messages),
        false => Err(refused("One of these messages is not of this ticket.")),
    }
}

/// The customer who asked, with what, and what follows it.
fn asked(
    c: &mut Connection,
    messages: Vec<Message>,
) -> Result<(Person, Message, Vec<Message>), ServiceError> {
    let mut messages = messages.into_iter();
    let first = messages.next();
    let first = first.ok_or_else(|| refused("Choose the messages that begin the new ticket."))?;
    let requester = store::person::find(c, first.author_id)?.filter(|author| !author.role.is_staff());
    let requester = requester.filter(|_| first.kind == MessageKind::Public).ok_or_else(|| {
        refused("The first one has to be a message of the customer: the clocks start with it.")
    })?;
    Ok((requester, first, messages.collect()))
}

/// The severity that a ticket had at an instant: the first change after it says from which it came.
fn severity_at(c: &mut Connection, ticket: &Ticket, at: Instant) -> Result<SeverityCode, ServiceError> {
    let before = |entry: Activity| match entry.kind {
        ActivityKind::Reclassified { from, .. } if entry.at > at => Some(from),
        _ => None,
    };
    let history = store::activity::list(c, ticket.id)?;
    Ok(history.into_iter().find_map(before).unwrap_or_else(|| ticket.severity.code.clone()))
}

type WithFiles = (Message, Vec<NewAttachment>);

fn with_files(
    c: &mut Connection,
    cx: &Context,
    source: &Ticket,
    messages: &[Message],
) -> Result<Vec<WithFiles>, ServiceError> {
    messages.iter().map(|message| Ok((message.clone(), files(c, cx, source, message)?))).collect()
}

fn files(
    c: &mut Connection,
    cx: &Context,
    source: &Ticket,
    message: &Message,
) -> Result<Vec<NewAttachment>, ServiceError> {
    let mut files = Vec::new();
    for file in store::attachment::list(c, source.id)? {
        if file.message_id != message.id {
            continue;
        }
        let bytes = store::blob::get(c, &cx.identity.keys, &file.content)?;
        files.push(NewAttachment {
            file_name: file.file_name,
            content_type: file.content_type,
            bytes: bytes.ok_or(ServiceError::NotFound("file"))?,
            content_id: file.content_id,
        });
    }
    Ok(files)
}

/// Lets a message that was written long ago happen in the new ticket at its own instant; nobody is told of it again.
fn replay(
    work: &mut Work<'_>,
    message: Message,
    attachments: Vec<NewAttachment>,
) -> Result<(), ServiceError> {
    let Some(author) = store::person::find(work.c, message.author_id)? else { return Ok(()) };
    let (kind, at) = (message.kind, message.created_at);
    let new = NewMessage {
        kind,
        channel: message.channel,
        text: message.text,
        html: message.html,
        attachments,
        inbound_mail_id: message.inbound_mail_id,
        received_at: at,
    };
    let message_id = reply::store_message(work, &author, new)?;
    work.actor = Actor::Person(author.id);
    if kind == MessageKind::Note {
        work.log_at(at, ActivityKind::Noted { message_id });
        return Ok(());
    }
    work.log_at(at, ActivityKind::Replied { message_id });
    let role = if author.role.is_staff() { Author::Agent } else { Author::Customer };
    work.apply_at(at, Event::Reply(role))
}

fn refused(why: &str) -> ServiceError {
    ServiceError::invalid("messages", why)
}
