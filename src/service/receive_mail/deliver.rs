//! Puts a mail where it belongs.

use super::thread::{self, Names, Thread};
use super::{Reading, Received, copied};
use crate::domain::{
    Actor, FileName, Handling, MessageKind, ParsedMail, Person, Remark, TicketId, TicketNumber,
};
use crate::service::ServiceError;
use crate::service::open_ticket::{NewAttachment, NewTicket, open_ticket};
use crate::service::reply::{self, NewMessage};
use crate::service::work::Work;
use crate::sla::{Channel, Status};
use crate::store::Connection;

/// The longest subject that is kept whole, in characters.
const LONGEST_SUBJECT: usize = 240;

/// A contact's mail joins their ticket, follows up a closed one, or opens one.
pub(super) fn contact_mail(
    c: &mut Connection,
    reading: &mut Reading<'_>,
    sender: &Person,
) -> Result<Received, ServiceError> {
    let signer = &reading.cx.identity.signer;
    match thread::find(c, signer, &reading.mail, sender, Names::All)? {
        Thread::New => open(c, reading, sender, None),
        Thread::Foreign(number) => outsider(c, reading, sender, number),
        Thread::Of(ticket) if ticket.status == Status::Closed && !reading.mail.is_automatic => {
            open(c, reading, sender, Some(ticket.id))
        }
        Thread::Of(ticket) => join(c, reading, sender, ticket.id),
    }
}

/// A proven agent's answer to a mail of ours is their public reply. Nothing else of theirs is heard: whatever is not
/// certain to belong to a ticket would go to a customer.
pub(super) fn agent_mail(
    c: &mut Connection,
    reading: &mut Reading<'_>,
    agent: &Person,
) -> Result<Received, ServiceError> {
    let signer = &reading.cx.identity.signer;
    let Thread::Of(ticket) = thread::find(c, signer, &reading.mail, agent, Names::Signed)? else {
        return Ok(held_back(
            "It answers no mail of ours about a ticket. To write to a customer by mail, reply to one.",
        ));
    };
    if reading.mail.is_automatic {
        return Ok(held_back("An automatic answer of one of our own people: customers don’t get those."));
    }
    if ticket.status == Status::Closed {
        return Ok(held_back("The ticket that it answers is closed."));
    }
    let answer = reading.mail.answer.trim().to_owned();
    if answer.is_empty() && reading.mail.parts.is_empty() {
        return Ok(held_back("It says nothing but what it quotes."));
    }
    if quotes_us(&answer) {
        return Ok(held_back("It quotes a link that only our own people may follow."));
    }
    reading.record_message_id(c)?;
    let mut work = Work::load_as(c, reading.cx, Actor::Person(agent.id), ticket.id)?;
    let message = NewMessage { text: answer, html: None, ..message(reading) };
    reply::write(&mut work, agent, message)?;
    copied::watch(&mut work, reading, agent)?;
    work.finish()?;
    Ok(Received::Joined(ticket.id))
}

/// Whether a text still holds a link for staff: the history that it quotes could not be told from what is new.
fn quotes_us(text: &str) -> bool {
    text.contains("/take#") || text.contains("/desk/tickets/")
}

fn held_back(why: &str) -> Received {
    Received::Quarantined(why.to_owned())
}

/// A mail that names a ticket of somebody else.
fn outsider(
    c: &mut Connection,
    reading: &mut Reading<'_>,
    sender: &Person,
    ticket: TicketNumber,
) -> Result<Received, ServiceError> {
    let remark = Remark::Outsider { ticket };
    reading.judgement.wanted = Some(ticket);
    match reading.cx.identity.mail_policy.outsiders {
        Handling::HoldBack => Ok(Received::Quarantined(remark.in_words())),
        Handling::NewTicket => {
            reading.remark(remark);
            open(c, reading, sender, None)
        }
    }
}

/// Opens a ticket, or the follow-up of a closed one.
pub(super) fn open(
    c: &mut Connection,
    reading: &mut Reading<'_>,
    sender: &Person,
    follows_up: Option<TicketId>,
) -> Result<Received, ServiceError> {
    let ticket = open_by(c, reading, sender, follows_up)?;
    Ok(match follows_up {
        Some(_) => Received::FollowedUp(ticket),
        None => Received::Opened(ticket),
    })
}

/// The same; gives the ticket.
pub(super) fn open_by(
    c: &mut Connection,
    reading: &mut Reading<'_>,
    sender: &Person,
    follows_up: Option<TicketId>,
) -> Result<TicketId, ServiceError> {
    let mail = &reading.mail;
    let subject: String = mail.subject.trim().chars().take(LONGEST_SUBJECT).collect();
    let new = NewTicket {
        channel: Channel::Email,
        subject: if subject.is_empty() { "(no subject)".to_owned() } else { subject },
        answers: None,
        severity: None,
        received_at: reading.inbound.received_at,
        inbound_mail_id: Some(reading.inbound.id),
        follows_up,
        is_acknowledged: !mail.is_automatic,
        attachments: attachments(mail),
        html: mail.html.clone(),
        text: mail.text.clone(),
    };
    let ticket = open_ticket(c, reading.cx, sender, new)?;
    if !reading.mail.cc.is_empty() {
        let mut work = Work::load_as(c, reading.cx, Actor::Person(sender.id), ticket.id)?;
        copied::watch(&mut work, reading, sender)?;
        work.finish()?;
    }
    Ok(ticket.id)
}

fn join(
    c: &mut Connection,
    reading: &mut Reading<'_>,
    sender: &Person,
    ticket: TicketId,
) -> Result<Received, ServiceError> {
    let mut work = Work::load_as(c, reading.cx, Actor::Person(sender.id), ticket)?;
    let message = message(reading);
    if reading.mail.is_automatic {
        reply::write_robot(&mut work, sender, message)?;
    } else {
        reply::write(&mut work, sender, message)?;
        copied::watch(&mut work, reading, sender)?;
    }
    work.finish()?;
    Ok(Received::Joined(ticket))
}

/// The mail as a public message.
pub(super) fn message(reading: &Reading<'_>) -> NewMessage {
    NewMessage {
        kind: MessageKind::Public,
        channel: Channel::Email,
        attachments: attachments(&reading.mail),
        text: reading.mail.text.clone(),
        html: reading.mail.html.clone(),
        inbound_mail_id: Some(reading.inbound.id),
        received_at: reading.inbound.received_at,
    }
}

fn attachments(mail: &ParsedMail) -> Vec<NewAttachment> {
    mail.parts
        .iter()
        .map(|part| NewAttachment {
            file_name: FileName::clean(&part.file_name),
            content_type: part.content_type.clone(),
            bytes: part.bytes.clone(),
            content_id: part.content_id.clone(),
        })
        .collect()
}
