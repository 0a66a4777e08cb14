//! A mail that is already stored becomes a ticket, joins one, or is held back where staff can see it.

mod away;
mod copied;
mod deliver;
mod oversize;
mod release;
mod repetition;
mod report;
mod sender;
mod thread;

pub use self::release::{Release, named_ticket, release_mail};
use self::sender::Sender;
pub(super) use self::sender::{add_sender, contact, named_meanwhile};
use super::{Context, ServiceError};
use crate::domain::{
    Authentication, InboundHead, InboundMail, InboundState, MailJudgement, ParsedMail, Remark, TicketId,
};
use crate::store::{self, Connection};

/// What a mail became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// A new ticket.
    Opened(TicketId),
    /// A message in a ticket of its sender.
    Joined(TicketId),
    /// A follow-up of a closed ticket.
    FollowedUp(TicketId),
    /// A mail server's report, written down at the notice of ours that it is about, and at its ticket if it has one.
    Reported(Option<TicketId>),
    /// The automatic answer of somebody who was called: the page of this ticket has gone on.
    PassedOn(TicketId),
    /// Held back, visible to staff with this reason.
    Quarantined(String),
    /// It had been read before.
    Known,
}

/// A mail in the middle of being read.
struct Reading<'a> {
    cx: &'a Context,
    inbound: &'a InboundMail,
    mail: ParsedMail,
    judgement: MailJudgement,
}

/// Reads a stored mail into the helpdesk. Doing it twice is doing it once.
///
/// The clocks start at the instant at which the mail was received. Its severity is the contract's email severity,
/// whatever it says; what classification reads in it becomes a suggestion. What `authentication` says decides whose
/// word the mail is: nobody speaks as a person of the provider without a proof, or as a contact against one.
///
/// # Errors
/// [`ServiceError`]; nothing is written then, and the raw mail stays for the next try.
pub fn receive_mail(
    c: &mut Connection,
    cx: &Context,
    mut inbound: InboundMail,
    mut mail: ParsedMail,
    authentication: Authentication,
) -> Result<Received, ServiceError> {
    // Another node may have read it since it was looked up: what counts is how it stands now.
    let standing = store::inbound::lock(c, inbound.id)?.ok_or(ServiceError::NotFound("mail"))?;
    if !matches!(standing.state, InboundState::Received | InboundState::Failed) {
        return Ok(Received::Known);
    }
    store::inbound::put_head(c, inbound.id, &InboundHead::of(&mail))?;
    let judgement = MailJudgement { authentication, ..MailJudgement::default() };
    let refused = oversize::take_out(&mut mail, cx.identity.largest_file);
    let faults = mail.faults.clone();
    let mut reading = Reading { cx, inbound: &inbound, mail, judgement };
    let received = reading.read(c)?;
    let Reading { mail, judgement, .. } = reading;
    store::mail_judgement::put(c, inbound.id, &judgement)?;
    inbound.attempts += 1;
    inbound.error = None;
    match &received {
        Received::Quarantined(reason) => {
            inbound.state = InboundState::Quarantined;
            inbound.error = Some(reason.clone());
        }
        Received::Opened(id) | Received::Joined(id) | Received::FollowedUp(id) => {
            if !faults.is_empty() {
                store::message::set_unread(c, inbound.id, &faults)?;
            }
            oversize::tell(c, cx, (&inbound, &mail, &judgement), *id, refused)?;
            inbound.state = InboundState::Processed;
            inbound.ticket_id = Some(*id);
        }
        Received::PassedOn(id) => {
            inbound.state = InboundState::Processed;
            inbound.ticket_id = Some(*id);
        }
        Received::Reported(ticket) => {
            inbound.state = InboundState::Processed;
            inbound.ticket_id = *ticket;
        }
        Received::Known => {}
    }
    store::inbound::update(c, &inbound)?;
    Ok(received)
}

impl Reading<'_> {
    fn read(&mut self, c: &mut Connection) -> Result<Received, ServiceError> {
        if let Some(received) = report::read(c, self)? {
            return Ok(received);
        }
        if let Some(received) = away::read(c, self)? {
            return Ok(received);
        }
        match sender::find(c, self)? {
            Sender::Agent(agent) => deliver::agent_mail(c, self, &agent),
            Sender::Contact(contact) => {
                let standing = repetition::find(c, self, &contact)?;
                self.record_message_id(c)?;
                if let Some(ticket) = standing {
                    return Ok(Received::Joined(ticket));
                }
                deliver::contact_mail(c, self, &contact)
            }
            Sender::StandIn(stranger) => deliver::open(c, self, &stranger, None),
            Sender::HeldBack(why) => Ok(Received::Quarantined(why)),
        }
    }

    /// Notes the mail's own Message-ID, so that what answers it finds its ticket.
    fn record_message_id(&self, c: &mut Connection) -> Result<(), ServiceError> {
        if let Some(message_id) = &self.mail.message_id {
            store::inbound::record_message_id(c, self.inbound.id, message_id)?;
        }
        Ok(())
    }

    /// Notes what the mail's readers have to know.
    fn remark(&mut self, remark: Remark) {
        self.judgement.remarks.push(remark);
    }
}
