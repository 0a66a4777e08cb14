//! The mails that customers of the demonstration write, as bytes on the wire.

use std::time::SystemTime;

use lettre::message::Mailbox;
use lettre::message::header::ContentType;

use crate::demo::cast::support_address;
use crate::domain::{Person, TicketNumber, add_ticket_tag};
use crate::service::ServiceError;
use crate::sla::Instant;

/// A mail to the helpdesk.
pub(super) struct Letter<'a> {
    /// Who writes.
    pub(super) from: &'a Person,
    /// The subject.
    pub(super) subject: &'a str,
    /// The text.
    pub(super) text: &'a str,
    /// When it is sent.
    pub(super) at: Instant,
    /// The ticket it answers, with the Message-IDs of its thread, oldest first.
    pub(super) answers: Option<(TicketNumber, Vec<String>)>,
}

impl Letter<'_> {
    /// The mail as RFC 5322 lays it out.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] for an address that no mail can carry.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, ServiceError> {
        let address = |text: &str| text.parse().map_err(refused);
        let from = Mailbox::new(Some(self.from.name.clone()), address(self.from.email.as_str())?);
        let to = Mailbox::new(None, address(&support_address())?);
        let id = format!("<{}@{}>", self.at.timestamp_micros(), self.from.email.domain());
        let mut mail = lettre::Message::builder()
            .from(from)
            .to(to)
            .date(SystemTime::from(self.at))
            .message_id(Some(id))
            .header(ContentType::TEXT_PLAIN);
        if let Some((number, thread)) = &self.answers {
            mail = mail.subject(format!("Re: {}", add_ticket_tag(*number, self.subject)));
            if let Some(last) = thread.last() {
                let references: Vec<_> = thread.iter().map(|id| format!("<{id}>")).collect();
                mail = mail.in_reply_to(format!("<{last}>")).references(references.join(" "));
            }
        } else {
            mail = mail.subject(self.subject);
        }
        Ok(mail.body(self.text.to_owned()).map_err(refused)?.formatted())
    }
}

fn refused(error: impl std::fmt::Display) -> ServiceError {
    ServiceError::invalid("mail", error.to_string())
}
