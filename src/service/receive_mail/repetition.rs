//! The same mail by two roads: a second mailbox, a copy, a forwarder that adds lines to the header.

use super::Reading;
use crate::domain::{ContentHash, Person, Remark, TicketId};
use crate::service::ServiceError;
use crate::store::{self, Connection};

/// The ticket in which this very mail stands already: same Message-ID, same sender, same subject, text and files.
///
/// A mail with the same Message-ID that says anything else, be it a line that a mailing list put under the text, is a
/// mail of its own, and says so to its readers.
pub(super) fn find(
    c: &mut Connection,
    reading: &mut Reading<'_>,
    sender: &Person,
) -> Result<Option<TicketId>, ServiceError> {
    let Some(message_id) = reading.mail.message_id.clone() else { return Ok(None) };
    let content = content(reading, sender);
    reading.judgement.content = Some(content.clone());
    let mut says_something_else = false;
    for (mail, ticket) in store::inbound::list_by_message_id(c, &message_id)? {
        if mail == reading.inbound.id {
            continue;
        }
        let earlier = store::mail_judgement::find(c, mail)?.and_then(|judgement| judgement.content);
        if let (Some(earlier), Some(ticket)) = (earlier, ticket)
            && earlier == content
        {
            reading.remark(Remark::Repeated);
            return Ok(Some(ticket));
        }
        says_something_else = true;
    }
    if says_something_else {
        reading.remark(Remark::SameMessageId);
    }
    Ok(None)
}

fn content(reading: &Reading<'_>, sender: &Person) -> ContentHash {
    let mail = &reading.mail;
    let files = mail.parts.iter().map(|part| ContentHash::of(&part.bytes).0);
    let all: Vec<String> =
        [sender.id.to_string(), mail.subject.clone(), mail.text.clone()].into_iter().chain(files).collect();
    ContentHash::of(all.join("\0").as_bytes())
}
