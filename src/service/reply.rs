//! Writing into a ticket: public replies and internal notes.

use super::keep_content::keep_content;
use super::keep_pace::keep_pace;
use super::open_ticket::NewAttachment;
use super::work::Work;
use super::{Context, ServiceError, both, follow_ticket, notices, staff_notices};
use crate::domain::{
    ActivityKind, Attachment, AttachmentId, InboundMailId, Message, MessageId, MessageKind, Person, Ticket,
    TicketId, Viewer, WakeCause, Writing, size_in_words,
};
use crate::sla::{Author, Channel, ClockKind, Event, Instant, Status};
use crate::store::{self, Connection};

/// The longest text of a message, in characters.
const LONGEST_TEXT: usize = 1_000_000;

/// A message to be written.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// Who may read it.
    pub kind: MessageKind,
    /// How it came in.
    pub channel: Channel,
    /// The text.
    pub text: String,
    /// The HTML of a mail.
    pub html: Option<String>,
    /// Files.
    pub attachments: Vec<NewAttachment>,
    /// The mail it came by.
    pub inbound_mail_id: Option<InboundMailId>,
    /// When it was received: the clocks take this instant.
    pub received_at: Instant,
}

impl NewMessage {
    /// A public text without files that is written at the desk now.
    pub(super) fn public_text(cx: &Context, text: String) -> Self {
        Self {
            kind: MessageKind::Public,
            channel: Channel::Portal,
            text,
            html: None,
            attachments: Vec::new(),
            inbound_mail_id: None,
            received_at: cx.now,
        }
    }
}

/// Writes a reply or a note; optionally sets the status in the same stroke.
///
/// A customer's public reply reopens a resolved ticket and resumes a waiting one. An agent's public reply meets the
/// response clock, restarts the update clock and is mailed to the requester. A note changes no clock.
///
/// # Errors
/// [`ServiceError::NotFound`] for a ticket the author may not see, [`ServiceError::Forbidden`] for a customer's note,
/// [`ServiceError::Conflict`] for a closed ticket or an outdated `version`, [`ServiceError::TooMuch`] for a customer who has
/// written as much within an hour as is taken.
pub fn reply(
    c: &mut Connection,
    cx: &Context,
    author: &Person,
    ticket: TicketId,
    version: Option<i64>,
    new: NewMessage,
    then: Option<Status>,
) -> Result<Ticket, ServiceError> {
    check(cx, &new, !new.attachments.is_empty())?;
    if new.kind == MessageKind::Public {
        keep_pace(c, cx, author, new.channel, Writing::Reply)?;
    }
    if !author.role.is_staff() && (new.kind == MessageKind::Note || then.is_some()) {
        return Err(ServiceError::Forbidden("Only agents write notes and set the status."));
    }
    let mut work = Work::load_unclosed(c, cx, Viewer::of(author), ticket, version)?;
    write(&mut work, author, new)?;
    if let Some(status) = then {
        super::set_status::change(&mut work, author, status)?;
    }
    work.finish()
}

/// Writes a message into a ticket that is already at hand, with all that follows from it.
pub(super) fn write(work: &mut Work<'_>, author: &Person, new: NewMessage) -> Result<(), ServiceError> {
    let (kind, text, at) = (new.kind, new.text.clone(), new.received_at);
    let message_id = store_message(work, author, new)?;
    if kind == MessageKind::Note {
        work.log(ActivityKind::Noted { message_id });
        work.apply_at(at, Event::Note)?;
        return follow_ticket::tell_of_note(work, author, message_id, &text);
    }
    work.log_at(at, ActivityKind::Replied { message_id });
    if author.role.is_staff() {
        work.apply_at(at, Event::Reply(Author::Agent))?;
        store::breach::set_met(work.c, work.ticket.id, ClockKind::Update, at)?;
        super::take_page::mark_taken(work, author)?;
        notices::reply(work, author, &text)?;
        return follow_ticket::tell_of_reply(work, author, message_id, &text);
    }
    let before = work.ticket.status;
    work.apply_at(at, Event::Reply(Author::Customer))?;
    let after = work.ticket.timers.status();
    if before != after {
        work.log_at(at, ActivityKind::StatusChanged { from: before, to: after });
    }
    work.wake(at, WakeCause::Customer)?;
    staff_notices::customer_wrote(work, author, &text)?;
    follow_ticket::tell_of_customer(work, author, message_id, &text)?;
    notices::relay(work, author, &text)
}

/// Writes what a robot of the customer sent: it is shown, and changes no clock and no status.
pub(super) fn write_robot(work: &mut Work<'_>, author: &Person, new: NewMessage) -> Result<(), ServiceError> {
    let at = new.received_at;
    let message_id = store_message(work, author, new)?;
    work.log_at(at, ActivityKind::Replied { message_id });
    Ok(())
}

/// Writes a message and its files, and nothing else.
pub(super) fn store_message(
    work: &mut Work<'_>,
    author: &Person,
    new: NewMessage,
) -> Result<MessageId, ServiceError> {
    let message = Message {
        id: MessageId::new(work.cx.now),
        ticket_id: work.ticket.id,
        author_id: author.id,
        kind: new.kind,
        channel: new.channel,
        text: new.text,
        html: new.html,
        inbound_mail_id: new.inbound_mail_id,
        unread: Vec::new(),
        created_at: new.received_at,
    };
    store::message::insert(work.c, &message)?;
    for file in new.attachments {
        let attachment = Attachment {
            id: AttachmentId::new(work.cx.now),
            ticket_id: work.ticket.id,
            message_id: message.id,
            file_name: file.file_name,
            content_type: file.content_type,
            size: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
            content: keep_content(work.c, work.cx, &file.bytes)?,
            content_id: file.content_id,
        };
        store::attachment::insert(work.c, &attachment)?;
    }
    Ok(message.id)
}

/// Refuses a message that can't be kept, with all that is wrong with it.
pub(super) fn check(cx: &Context, new: &NewMessage, may_be_empty: bool) -> Result<(), ServiceError> {
    both(check_text(&new.text, may_be_empty), check_files(cx, &new.attachments)).map(drop)
}

/// Refuses a file over the limit by its name. What a mail brings has been sorted before.
pub(super) fn check_files(cx: &Context, files: &[NewAttachment]) -> Result<(), ServiceError> {
    let in_words = |bytes: usize| size_in_words(i64::try_from(bytes).unwrap_or(i64::MAX));
    let limit = cx.identity.largest_file;
    match files.iter().find(|file| file.bytes.len() > limit) {
        None => Ok(()),
        Some(file) => Err(ServiceError::invalid(
            "files",
            format!(
                "The file “{}” has {}; one may have at most {}. Send it in smaller parts, or as a link.",
                file.file_name.as_str(),
                in_words(file.bytes.len()),
                in_words(limit)
            ),
        )),
    }
}

/// Refuses an empty text, unless something else says enough, and one too long to read.
pub(super) fn check_text(text: &str, may_be_empty: bool) -> Result<(), ServiceError> {
    if text.trim().is_empty() && !may_be_empty {
        return Err(ServiceError::invalid("text", "Write something first."));
    }
    if text.chars().count() > LONGEST_TEXT {
        return Err(ServiceError::invalid(
            "text",
            "The text is longer than 1,000,000 characters: attach it as a file instead.",
        ));
    }
    Ok(())
}
