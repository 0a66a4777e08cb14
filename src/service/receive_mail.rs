//! A mail that is already stored becomes a ticket, joins one, or is held back where staff can see it.

use super::open_ticket::{NewAttachment, NewTicket, open_ticket};
use super::reply::{self, NewMessage};
use super::work::Work;
use super::{Context, ServiceError};
use crate::domain::{
    Actor, EmailAddress, FileName, InboundMail, InboundState, MessageKind, Organization, ParsedMail, Person,
    PersonId, Role, Ticket, TicketId, Viewer,
};
use crate::sla::{Channel, Status};
use crate::store::{self, Connection};

/// What a mail became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// A new ticket.
    Opened(TicketId),
    /// A message in a ticket of its sender.
    Joined(TicketId),
    /// A follow-up of a closed ticket.
    FollowedUp(TicketId),
    /// Held back, visible to staff with this reason.
    Quarantined(&'static str),
    /// It had been read before.
    Known,
}

/// The longest subject that is kept whole, in characters.
const LONGEST_SUBJECT: usize = 240;

/// Reads a stored mail into the helpdesk. Doing it twice is doing it once.
///
/// The clocks start at the instant at which the mail was received. Its severity is the contract's email severity,
/// whatever it says; what classification reads in it becomes a suggestion.
///
/// # Errors
/// [`ServiceError`]; nothing is written then, and the raw mail stays for the next try.
pub fn receive_mail(
    c: &mut Connection,
    cx: &Context,
    mut inbound: InboundMail,
    mail: ParsedMail,
) -> Result<Received, ServiceError> {
    // Another node may have read it since it was looked up: what counts is how it stands now.
    let standing = store::inbound::lock(c, inbound.id)?.ok_or(ServiceError::NotFound("mail"))?;
    if !matches!(standing.state, InboundState::Received | InboundState::Failed) {
        return Ok(Received::Known);
    }
    let faults = mail.faults.clone();
    let received = match find_sender(c, cx, &mail)? {
        Sender::Staff => Received::Quarantined(
            "It says it comes from a person of the provider; such mail is not believed. Answer in the desk.",
        ),
        Sender::Ourselves => Received::Quarantined("It comes from one of our own addresses: a mail loop."),
        Sender::Customer(sender) => deliver(c, cx, &inbound, mail, &sender)?,
    };
    if let Received::Opened(_) | Received::Joined(_) | Received::FollowedUp(_) = received {
        store::message::set_unread(c, inbound.id, &faults)?;
    }
    inbound.attempts += 1;
    inbound.error = None;
    match received {
        Received::Quarantined(reason) => {
            inbound.state = InboundState::Quarantined;
            inbound.error = Some(reason.to_owned());
        }
        Received::Opened(id) | Received::Joined(id) | Received::FollowedUp(id) => {
            inbound.state = InboundState::Processed;
            inbound.ticket_id = Some(id);
        }
        Received::Known => {}
    }
    store::inbound::update(c, &inbound)?;
    Ok(received)
}

enum Sender {
    Customer(Person),
    Staff,
    Ourselves,
}

fn find_sender(c: &mut Connection, cx: &Context, mail: &ParsedMail) -> Result<Sender, ServiceError> {
    let address = match &mail.from {
        Some(address) => address.clone(),
        None => EmailAddress::parse("unknown-sender@punctual.invalid")
            .map_err(|error| ServiceError::invalid("from", error.to_string()))?,
    };
    if cx.identity.own_addresses.contains(&address) {
        return Ok(Sender::Ourselves);
    }
    match store::person::find_by_email(c, &address)? {
        Some(person) if person.role.is_staff() => Ok(Sender::Staff),
        Some(person) => Ok(Sender::Customer(person)),
        None => add_sender(c, cx, address, mail.from_name.as_deref()).map(Sender::Customer),
    }
}

/// A sender nobody knew becomes a contact: of the customer whose domain it is, else of none.
fn add_sender(
    c: &mut Connection,
    cx: &Context,
    address: EmailAddress,
    name: Option<&str>,
) -> Result<Person, ServiceError> {
    let organization = store::organization::find_by_domain(c, address.domain())?;
    let name = name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or_else(|| address.local());
    let person = Person {
        id: PersonId::new(cx.now),
        name: name.chars().filter(|c| !c.is_control()).take(200).collect(),
        email: address,
        role: Role::Customer,
        organization_id: organization.as_ref().map(|organization: &Organization| organization.id),
        team_id: None,
        time_zone: organization.map_or(cx.identity.time_zone, |organization| organization.time_zone),
        receives_breach_notices: false,
        is_active: true,
        created_at: cx.now,
    };
    store::person::insert(c, &person)?;
    Ok(person)
}

fn deliver(
    c: &mut Connection,
    cx: &Context,
    inbound: &InboundMail,
    mail: ParsedMail,
    sender: &Person,
) -> Result<Received, ServiceError> {
    if let Some(message_id) = &mail.message_id {
        store::inbound::record_message_id(c, inbound.id, message_id)?;
    }
    match find_thread(c, &mail, sender)? {
        None => open(c, cx, inbound, mail, sender, None).map(|ticket| Received::Opened(ticket.id)),
        Some(ticket) if ticket.status == Status::Closed => {
            open(c, cx, inbound, mail, sender, Some(ticket.id)).map(|ticket| Received::FollowedUp(ticket.id))
        }
        Some(ticket) => join(c, cx, inbound, mail, sender, ticket.id),
    }
}

/// The ticket that a mail belongs to, if its sender does too: by what it answers, else by the tag in its subject.
fn find_thread(
    c: &mut Connection,
    mail: &ParsedMail,
    sender: &Person,
) -> Result<Option<Ticket>, ServiceError> {
    let viewer = Viewer::of(sender);
    if let Some(id) = store::inbound::find_ticket_by_message_id(c, &mail.references)?
        && let Some(ticket) = store::ticket::find(c, viewer, id)?
    {
        return Ok(Some(ticket));
    }
    match mail.ticket_number {
        Some(number) => Ok(store::ticket::find_by_number(c, viewer, number)?),
        None => Ok(None),
    }
}

fn open(
    c: &mut Connection,
    cx: &Context,
    inbound: &InboundMail,
    mail: ParsedMail,
    sender: &Person,
    follows_up: Option<TicketId>,
) -> Result<Ticket, ServiceError> {
    let subject: String = mail.subject.trim().chars().take(LONGEST_SUBJECT).collect();
    let new = NewTicket {
        channel: Channel::Email,
        subject: if subject.is_empty() { "(no subject)".to_owned() } else { subject },
        answers: None,
        severity: None,
        received_at: inbound.received_at,
        inbound_mail_id: Some(inbound.id),
        follows_up,
        is_acknowledged: !mail.is_automatic,
        attachments: attachments(&mail),
        html: mail.html,
        text: mail.text,
    };
    open_ticket(c, cx, sender, new)
}

fn join(
    c: &mut Connection,
    cx: &Context,
    inbound: &InboundMail,
    mail: ParsedMail,
    sender: &Person,
    ticket: TicketId,
) -> Result<Received, ServiceError> {
    let mut work = Work::load_as(c, cx, Actor::Person(sender.id), ticket)?;
    let message = NewMessage {
        kind: MessageKind::Public,
        channel: Channel::Email,
        attachments: attachments(&mail),
        text: mail.text,
        html: mail.html,
        inbound_mail_id: Some(inbound.id),
        received_at: inbound.received_at,
    };
    if mail.is_automatic {
        reply::write_robot(&mut work, sender, message)?;
    } else {
        reply::write(&mut work, sender, message)?;
    }
    work.finish()?;
    Ok(Received::Joined(ticket))
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
