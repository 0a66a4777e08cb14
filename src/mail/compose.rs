//! Makes a mail of a notice: headers, both bodies, and the envelope. The same entry always gives the same mail.

use std::time::SystemTime;

use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder, MultiPart, SinglePart};
use lettre::{Address, Message};

use super::OutgoingMail;
use super::render::{RenderError, render};
use crate::domain::{EmailAddress, NoticeBody, OutboxEntry, Signer, TemplateWords, reply_address};

/// References beyond this are left out from the middle; the first and the last ones hold a thread together.
const MAX_REFERENCES: usize = 20;

/// Who writes our mail, and where answers go.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// The sender's address.
    pub from: EmailAddress,
    /// The sender's name.
    pub from_name: String,
    /// The address under which the pages are reached.
    pub public_url: String,
    /// Where answers go.
    pub reply_to: ReplyTo,
}

/// Where answers to our mail go.
#[derive(Debug, Clone)]
pub enum ReplyTo {
    /// To the sender's address; answers are told apart by their Message-IDs and subjects.
    Sender,
    /// To `support+1042-<signature>@...`: for mail servers that deliver such addresses to `support@...`.
    Signed(Signer),
}

/// Why a notice can't be made into a mail. Trying again gives the same.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// A template failed.
    #[error("the template failed: {0}")]
    Template(#[from] RenderError),
    /// An address can't be written in a mail.
    #[error("an address cannot be used in a mail: {0}")]
    Address(#[from] lettre::address::AddressError),
    /// The parts don't make a mail.
    #[error("the mail cannot be built: {0}")]
    Build(#[from] lettre::error::Error),
}

/// A mail that is ready to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// The mail.
    pub mail: OutgoingMail,
    /// Why it was not written with the words that there are for it, but with the built-in ones.
    pub fallen_back: Option<String>,
}

/// Writes the mail of an outbox entry, with the words of the installation or of the reader's customer where they have
/// some.
///
/// Automatic notices say so (RFC 3834 section 5), and an automatic answer has an empty return path, so that no other
/// robot answers it. Texts from outside can't add a header: each value is encoded.
///
/// # Errors
/// [`ComposeError`], which is final.
pub fn compose(
    entry: &OutboxEntry,
    own: Option<&TemplateWords>,
    settings: &MailSettings,
) -> Result<Composed, ComposeError> {
    let notice = &entry.notice;
    let rendered = render(notice, own, &settings.public_url)?;
    let to = Mailbox::new(name(&notice.to.name), address(&notice.to.email)?);
    let from = Mailbox::new(name(&settings.from_name), address(&settings.from)?);
    let mut builder = Message::builder()
        .date(SystemTime::from(entry.created_at))
        .from(from)
        .to(to)
        .subject(rendered.subject)
        .message_id(Some(format!("<{}>", entry.message_id)));
    builder = thread(builder, entry);
    builder = reply_to(builder, entry, settings)?;
    builder = automatic(builder, &notice.body);
    let boundary = format!("=_{}", entry.id.0.simple());
    let parts = MultiPart::alternative()
        .boundary(boundary)
        .singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(rendered.text))
        .singlepart(SinglePart::builder().header(ContentType::TEXT_HTML).body(rendered.html));
    let message = builder.multipart(parts)?;
    let mail = OutgoingMail {
        return_path: return_path(&notice.body, settings),
        to: notice.to.email.clone(),
        message_id: entry.message_id.clone(),
        urgency: entry.urgency(),
        bytes: message.formatted(),
    };
    Ok(Composed { mail, fallen_back: rendered.fallen_back })
}

fn address(address: &EmailAddress) -> Result<Address, lettre::address::AddressError> {
    Address::new(address.local(), address.domain())
}

fn name(text: &str) -> Option<String> {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let clean = clean.trim();
    (!clean.is_empty()).then(|| clean.to_owned())
}

fn thread(mut builder: MessageBuilder, entry: &OutboxEntry) -> MessageBuilder {
    let notice = &entry.notice;
    if let Some(id) = notice.in_reply_to.as_deref().filter(|id| is_plain_id(id)) {
        builder = builder.in_reply_to(format!("<{id}>"));
    }
    let ids: Vec<String> =
        notice.references.iter().filter(|id| is_plain_id(id)).map(|id| format!("<{id}>")).collect();
    let left_out = ids.len().saturating_sub(MAX_REFERENCES);
    let kept: Vec<&str> =
        ids.iter().take(1).chain(ids.iter().skip(1 + left_out)).map(String::as_str).collect();
    if kept.is_empty() { builder } else { builder.references(kept.join(" ")) }
}

/// Ids from outside may hold anything; one that would have to be encoded helps nobody.
fn is_plain_id(id: &str) -> bool {
    id.contains('@')
        && id.len() <= 250
        && id.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>".contains(&byte))
}

fn reply_to(
    builder: MessageBuilder,
    entry: &OutboxEntry,
    settings: &MailSettings,
) -> Result<MessageBuilder, ComposeError> {
    let ReplyTo::Signed(signer) = &settings.reply_to else { return Ok(builder) };
    let Some(ticket) = &entry.notice.ticket else { return Ok(builder) };
    match reply_address(signer, ticket.number, &settings.from) {
        Some(signed) => Ok(builder.reply_to(Mailbox::new(name(&settings.from_name), address(&signed)?))),
        None => Ok(builder),
    }
}

fn automatic(builder: MessageBuilder, body: &NoticeBody) -> MessageBuilder {
    match body {
        NoticeBody::Reply { .. } => builder,
        NoticeBody::Acknowledgement { .. } | NoticeBody::FilesRefused { .. } => {
            builder.header(AutoSubmitted("auto-replied")).header(SuppressAnswers)
        }
        NoticeBody::Breach { .. }
        | NoticeBody::Resolution { .. }
        | NoticeBody::NewTicket { .. }
        | NoticeBody::CustomerWrote { .. }
        | NoticeBody::ColleagueWrote { .. }
        | NoticeBody::Alarm { .. }
        | NoticeBody::AccountLink { .. }
        | NoticeBody::AccountChanged { .. } => {
            builder.header(AutoSubmitted("auto-generated")).header(SuppressAnswers)
        }
        // An out-of-office answer of the person who is called is worth knowing: it is not suppressed.
        NoticeBody::Warning { .. } | NoticeBody::Page { .. } => {
            builder.header(AutoSubmitted("auto-generated"))
        }
    }
}

/// Only an automatic answer has none: that a breach notice did not arrive must come back to us.
fn return_path(body: &NoticeBody, settings: &MailSettings) -> Option<EmailAddress> {
    match body {
        NoticeBody::Acknowledgement { .. } | NoticeBody::FilesRefused { .. } => None,
        _ => Some(settings.from.clone()),
    }
}

/// RFC 3834 section 5.
#[derive(Clone)]
struct AutoSubmitted(&'static str);

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Err("this header is only written".into())
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.to_owned())
    }
}

/// Asks Exchange servers not to send out-of-office and other automatic answers.
#[derive(Clone)]
struct SuppressAnswers;

impl Header for SuppressAnswers {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("X-Auto-Response-Suppress")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Err("this header is only written".into())
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "OOF, AutoReply".to_owned())
    }
}

#[cfg(test)]
mod tests;
