//! A manager lets a mail in that was held back, and vouches for its sender with that.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Reading, deliver, oversize, sender, thread};
use crate::domain::{
    ActivityKind, Actor, AuditAction, InboundMail, InboundMailId, InboundState, ParsedMail, Person, Remark,
    Ticket, TicketId,
};
use crate::service::administration::require_manager;
use crate::service::reply;
use crate::service::work::Work;
use crate::service::{Context, ServiceError, audit};
use crate::sla::Status;
use crate::store::{self, Connection};

/// Where a mail goes that was held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Release {
    /// Into a ticket of its own.
    OwnTicket,
    /// Into the ticket that it names.
    NamedTicket,
}

/// Lets a mail in that was held back. Its clocks start when it was received.
///
/// In the ticket that it names, a mail of a person of the provider is their public reply, and is sent to the customer.
///
/// # Errors
/// [`ServiceError::Forbidden`] below a manager, [`ServiceError::NotFound`], [`ServiceError::Conflict`] for a mail that
/// is not held back, [`ServiceError::Invalid`] where it names no ticket, or one that is closed.
pub fn release_mail(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    id: InboundMailId,
    mut mail: ParsedMail,
    to: Release,
) -> Result<Ticket, ServiceError> {
    require_manager(by)?;
    let mut inbound = store::inbound::lock(c, id)?.ok_or(ServiceError::NotFound("mail"))?;
    if inbound.state != InboundState::Quarantined {
        return Err(ServiceError::Conflict("Only a mail that is held back can be let in.".to_owned()));
    }
    let reason = inbound.error.take().unwrap_or_default();
    let judgement = store::mail_judgement::find(c, id)?.unwrap_or_default();
    let standing = inbound.clone();
    let refused = oversize::take_out(&mut mail, cx.identity.largest_file);
    let mut reading = Reading { cx, inbound: &standing, mail, judgement };
    reading.remark(Remark::WasHeldBack { reason: reason.clone() });
    let ticket = let_in(c, &mut reading, to)?;
    store::mail_judgement::put(c, id, &reading.judgement)?;
    store::message::set_unread(c, id, &reading.mail.faults)?;
    oversize::tell(c, cx, (&standing, &reading.mail, &reading.judgement), ticket, refused)?;
    inbound.state = InboundState::Processed;
    inbound.ticket_id = Some(ticket);
    store::inbound::update(c, &inbound)?;
    let mut work = Work::load_as(c, cx, Actor::Person(by.id), ticket)?;
    work.log(ActivityKind::MailReleased { reason });
    let ticket = work.finish()?;
    audit(c, cx, by, AuditAction::MailReleased, id, &json!({ "ticket": ticket.number }))?;
    Ok(ticket)
}

/// The ticket that a mail names, whoever sent it: by anything that names one.
///
/// # Errors
/// [`ServiceError`] where the database fails.
pub fn named_ticket(
    c: &mut Connection,
    cx: &Context,
    inbound: &InboundMail,
    mail: &ParsedMail,
) -> Result<Option<Ticket>, ServiceError> {
    let judgement = store::mail_judgement::find(c, inbound.id)?.unwrap_or_default();
    thread::named(c, &cx.identity.signer, mail, judgement.wanted)
}

fn let_in(c: &mut Connection, reading: &mut Reading<'_>, to: Release) -> Result<TicketId, ServiceError> {
    let author = sender::vouched_for(c, reading)?;
    reading.record_message_id(c)?;
    if to == Release::OwnTicket {
        return deliver::open_by(c, reading, &author, None);
    }
    let named = named_ticket(c, reading.cx, reading.inbound, &reading.mail)?.ok_or_else(|| {
        ServiceError::invalid("to", "It names no ticket that there is: let it into one of its own.")
    })?;
    if named.status == Status::Closed {
        return Err(ServiceError::invalid(
            "to",
            "That ticket is closed for good: let it into one of its own.",
        ));
    }
    let mut work = Work::load_as(c, reading.cx, Actor::Person(author.id), named.id)?;
    let mut message = deliver::message(reading);
    if author.role.is_staff() && !reading.mail.answer.trim().is_empty() {
        message = reply::NewMessage { text: reading.mail.answer.trim().to_owned(), html: None, ..message };
    }
    match reading.mail.is_automatic {
        true => reply::write_robot(&mut work, &author, message)?,
        false => reply::write(&mut work, &author, message)?,
    }
    work.finish()?;
    Ok(named.id)
}
