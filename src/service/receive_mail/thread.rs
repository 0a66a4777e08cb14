//! Which ticket a mail belongs to, if its sender does too.

use uuid::Uuid;

use crate::domain::ticket_of_reply_address;
use crate::domain::{ParsedMail, Person, PersonId, Signer, Ticket, TicketId, TicketNumber, Viewer, our_mail};
use crate::service::ServiceError;
use crate::store::{self, Connection};

/// Where a mail goes.
pub(super) enum Thread {
    /// Into this ticket, to which its sender belongs.
    Of(Box<Ticket>),
    /// Into none: it names this one, to which its sender does not belong.
    Foreign(TicketNumber),
    /// Into none: it names none that there is.
    New,
}

/// Which names of a ticket count.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// Only those that carry our signature.
    Signed,
    /// Also the Message-IDs of mails we received, and the tag in the subject, which anybody may write.
    All,
}

/// The name by which a mail calls a ticket.
enum Name {
    Number(TicketNumber),
    Id(TicketId),
}

/// Finds the ticket: by the signed address the mail was sent to, else by our signed Message-IDs among what it answers,
/// else by the Message-ID of a mail that we received, else by the tag in its subject. Each name counts only where the
/// sender belongs to the ticket: a name that was forged is none, and one that was overheard opens nothing. A ticket
/// that was merged stands for the one in which it goes on, if the sender belongs to that one too.
pub(super) fn find(
    c: &mut Connection,
    signer: &Signer,
    mail: &ParsedMail,
    sender: &Person,
    names: Names,
) -> Result<Thread, ServiceError> {
    let mut thread = Thread::New;
    for name in names_in(c, signer, mail, names)? {
        let Some(ticket) = of_name(c, &name)? else { continue };
        let goes_on = goes_on(c, ticket.clone())?;
        for ticket in [goes_on, ticket.clone()] {
            if belongs(c, sender, &ticket)? {
                return Ok(Thread::Of(Box::new(ticket)));
            }
        }
        if matches!(thread, Thread::New) {
            thread = Thread::Foreign(ticket.number);
        }
    }
    Ok(thread)
}

/// The ticket that a mail names, whoever sent it; `wanted` is the one that was found before, by its number.
pub(super) fn named(
    c: &mut Connection,
    signer: &Signer,
    mail: &ParsedMail,
    wanted: Option<TicketNumber>,
) -> Result<Option<Ticket>, ServiceError> {
    let names = wanted.map(Name::Number).into_iter().chain(names_in(c, signer, mail, Names::All)?);
    for name in names {
        if let Some(ticket) = of_name(c, &name)? {
            return Ok(Some(goes_on(c, ticket)?));
        }
    }
    Ok(None)
}

/// Where a ticket goes on: itself, unless it was merged.
fn goes_on(c: &mut Connection, mut ticket: Ticket) -> Result<Ticket, ServiceError> {
    let everywhere = Viewer::Staff(PersonId(Uuid::nil()));
    while let Some(merge) = store::ticket_merge::find(c, ticket.id)? {
        let Some(target) = store::ticket::find(c, everywhere, merge.into_id)? else { break };
        ticket = target;
    }
    Ok(ticket)
}

/// Whoever asks: whether somebody belongs to the ticket is asked elsewhere.
fn of_name(c: &mut Connection, name: &Name) -> Result<Option<Ticket>, ServiceError> {
    let everywhere = Viewer::Staff(PersonId(Uuid::nil()));
    Ok(match name {
        Name::Number(number) => store::ticket::find_by_number(c, everywhere, *number)?,
        Name::Id(id) => store::ticket::find(c, everywhere, *id)?,
    })
}

/// Whether somebody has a say in a ticket: staff, who reported it, the contacts of its customer, and its watchers.
fn belongs(c: &mut Connection, sender: &Person, ticket: &Ticket) -> Result<bool, ServiceError> {
    let is_customer = ticket.organization_id.is_some() && ticket.organization_id == sender.organization_id;
    if sender.role.is_staff() || ticket.requester_id == sender.id || is_customer {
        return Ok(true);
    }
    Ok(store::watcher::is_watching(c, ticket.id, sender.id)?)
}

fn names_in(
    c: &mut Connection,
    signer: &Signer,
    mail: &ParsedMail,
    names: Names,
) -> Result<Vec<Name>, ServiceError> {
    let addressees = mail.to.iter().chain(&mail.cc).chain(&mail.delivered_to);
    let by_address = addressees.filter_map(|address| ticket_of_reply_address(signer, address));
    let by_message = mail.references.iter().filter_map(|id| our_mail(signer, id)).map(|ours| ours.ticket);
    let mut found: Vec<Name> = by_address.chain(by_message).map(Name::Number).collect();
    if names == Names::All {
        found.extend(store::inbound::find_ticket_by_message_id(c, &mail.references)?.map(Name::Id));
        found.extend(mail.ticket_number.map(Name::Number));
    }
    Ok(found)
}
