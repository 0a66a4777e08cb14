//! A ticket's conversation.

use chrono_tz::Tz;

use super::{Moment, initials, labels};
use crate::domain::size_in_words;
use crate::domain::{Attachment, Message, MessageKind, Withheld};
use crate::mail::{Stretch, StretchKind, fold_quotes, has_remote_images};
use crate::sla::{Channel, Instant};
use crate::web::ticket_data::TicketData;

/// A file of a message, to be downloaded.
#[derive(Debug, Clone)]
pub struct FileView {
    /// Where.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its size: `12 KB`.
    pub size: String,
    /// Why it is not given out; none where it is.
    pub withheld: Option<String>,
    /// Whether there is something to come for: the file, or that it is not there yet.
    pub is_linked: bool,
}

/// A part of a message's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextPart {
    /// What it is folded away as; none for what is read at once.
    pub folded_as: Option<&'static str>,
    /// The text.
    pub text: String,
}

/// One message.
#[derive(Debug, Clone)]
pub struct MessageView {
    /// The id, as the anchor of the message.
    pub id: String,
    /// Who wrote it.
    pub author: String,
    /// One or two letters of the author.
    pub initials: String,
    /// Whether the author is of the provider.
    pub is_staff: bool,
    /// Whether staff only may read it.
    pub is_note: bool,
    /// By which way it came.
    pub channel: &'static str,
    /// When.
    pub at: Moment,
    /// The text, in parts: what a mail quotes or signs with is folded away.
    pub parts: Vec<TextPart>,
    /// Its files.
    pub files: Vec<FileView>,
    /// How its author laid it out, for a mail that came as HTML.
    pub layout: Option<LayoutView>,
    /// What could not be read or kept of it.
    pub unread: Vec<String>,
    /// The mail as it came, for staff.
    pub raw_href: Option<String>,
    /// What is to be known about the mail it came by; for staff only.
    pub remarks: Vec<String>,
}

/// The HTML of a mail, to be shown in a frame.
#[derive(Debug, Clone)]
pub struct LayoutView {
    /// Where.
    pub href: String,
    /// Whether it names images that lie elsewhere.
    pub has_remote_images: bool,
}

impl MessageView {
    /// Whether it came by another way than the pages.
    #[must_use]
    pub fn is_elsewhere(&self) -> bool {
        self.channel != labels::channel(Channel::Portal)
    }
}

/// The messages that the reader may see, oldest first.
#[must_use]
pub fn conversation(data: &TicketData, reader_is_staff: bool, now: Instant, zone: Tz) -> Vec<MessageView> {
    readable(&data.messages, data, reader_is_staff, now, zone)
}

/// The same of these messages, which belong to the ticket or to one that goes on in it.
pub(super) fn readable(
    messages: &[Message],
    data: &TicketData,
    reader_is_staff: bool,
    now: Instant,
    zone: Tz,
) -> Vec<MessageView> {
    let readable = messages.iter().filter(|message| reader_is_staff || message.kind == MessageKind::Public);
    readable
        .map(|message| {
            let author = data.people.get(&message.author_id);
            let name = author.map_or("Somebody", |person| person.name.as_str());
            MessageView {
                id: message.id.to_string(),
                author: name.to_owned(),
                initials: initials(name),
                is_staff: author.is_some_and(|person| person.role.is_staff()),
                is_note: message.kind == MessageKind::Note,
                channel: way(message.channel),
                at: Moment::new(message.created_at, now, zone),
                parts: parts(message),
                layout: message.html.as_deref().map(|html| layout(message, html)),
                unread: message.unread.clone(),
                raw_href: (reader_is_staff && message.inbound_mail_id.is_some())
                    .then(|| format!("/messages/{}/raw", message.id)),
                files: data
                    .files(message.id)
                    .map(|(attachment, withheld)| file(attachment, withheld))
                    .collect(),
                remarks: Vec::new(),
            }
        })
        .collect()
}

/// The way by which it came. What was said on the phone stands in an agent's words, under its author's name.
fn way(channel: Channel) -> &'static str {
    match channel {
        Channel::Phone => "phone, in our words",
        channel => labels::channel(channel),
    }
}

/// A mail brings the history it answers and a signature; what is written in our forms is shown as it is.
fn parts(message: &Message) -> Vec<TextPart> {
    if message.channel != Channel::Email {
        return vec![TextPart { folded_as: None, text: message.text.trim_end().to_owned() }];
    }
    let part = |stretch: Stretch<'_>| TextPart {
        folded_as: match stretch.kind {
            StretchKind::New => None,
            StretchKind::Quoted => Some("Quoted text"),
            StretchKind::Signature => Some("Signature"),
        },
        text: stretch.text.trim_matches('\n').trim_end().to_owned(),
    };
    fold_quotes(&message.text).into_iter().map(part).filter(|part| !part.text.is_empty()).collect()
}

fn layout(message: &Message, html: &str) -> LayoutView {
    LayoutView { href: format!("/messages/{}/html", message.id), has_remote_images: has_remote_images(html) }
}

fn file(attachment: &Attachment, withheld: Option<&Withheld>) -> FileView {
    FileView {
        withheld: withheld.map(ToString::to_string),
        is_linked: withheld.is_none_or(Withheld::may_pass),
        href: format!("/attachments/{}", attachment.id),
        name: attachment.file_name.as_str().to_owned(),
        size: size_in_words(attachment.size),
    }
}
