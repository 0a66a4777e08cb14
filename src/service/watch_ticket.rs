//! Adding people who read along in a ticket, and taking them off.
//!
//! Whoever watches a ticket is sent every public message in it. So it takes a person of the provider, or a contact whom
//! the customer lets give instructions or look after its contacts; and such a contact adds people of their own
//! organization only. People of the provider may bring in anybody but people of another customer.

use super::receive_mail::add_sender;
use super::work::Work;
use super::{Context, ServiceError};
use crate::domain::{
    ActivityKind, EmailAddress, Person, PersonId, Ticket, TicketId, Viewer, Watcher, ticket_of_reply_address,
};
use crate::store::{self, Connection};

/// So many people watch one ticket at most: each public message is mailed to each of them.
const MOST_WATCHERS: usize = 50;

/// Whether somebody says who watches a ticket.
///
/// # Errors
/// [`ServiceError`] where the database fails.
pub fn chooses_watchers(c: &mut Connection, by: &Person, ticket: &Ticket) -> Result<bool, ServiceError> {
    if by.role.is_staff() {
        return Ok(true);
    }
    if ticket.organization_id.is_none() || by.organization_id != ticket.organization_id {
        return Ok(false);
    }
    let rights = store::contact_right::find(c, by.id)?;
    Ok(rights.is_some_and(|rights| rights.administers || rights.instructs.is_some()))
}

/// Adds whoever has this address as a watcher; somebody nobody knew becomes a contact. Adding twice changes nothing.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Forbidden`] for who does not choose watchers, [`ServiceError::Conflict`]
/// for a closed ticket, [`ServiceError::Invalid`] for somebody whom this person may not add.
pub fn add_watcher(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
    email: &EmailAddress,
) -> Result<Ticket, ServiceError> {
    let mut work = Work::load(c, cx, Viewer::of(by), ticket)?;
    if !chooses_watchers(work.c, by, &work.ticket)? {
        return Err(ServiceError::Forbidden(
            "Only agents, and contacts who give instructions or look after contacts, choose watchers.",
        ));
    }
    work.refuse_if_closed()?;
    add(&mut work, by, email)?;
    work.finish()
}

/// Adds a watcher to a ticket that is at hand, by somebody who may choose them.
pub(super) fn add(work: &mut Work<'_>, by: &Person, email: &EmailAddress) -> Result<(), ServiceError> {
    let person = find_or_add(work, by, email)?;
    if person.id == work.ticket.requester_id {
        return Err(refused("They reported this ticket, and hear of everything anyway."));
    }
    if !person.is_active {
        return Err(refused("This person’s account is disabled."));
    }
    if store::watcher::people(work.c, work.ticket.id)?.len() >= MOST_WATCHERS {
        return Err(refused("This ticket has fifty watchers: take one off first."));
    }
    let watcher =
        Watcher { ticket_id: work.ticket.id, person_id: person.id, added_by: by.id, added_at: work.cx.now };
    if store::watcher::insert(work.c, &watcher)? {
        work.log(ActivityKind::WatcherAdded { person_id: person.id });
    }
    Ok(())
}

/// Takes a watcher off. Everybody may take themselves off. Taking off twice changes nothing.
///
/// # Errors
/// As [`add_watcher`].
pub fn remove_watcher(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
    watcher: PersonId,
) -> Result<Ticket, ServiceError> {
    let mut work = Work::load(c, cx, Viewer::of(by), ticket)?;
    if watcher != by.id && !chooses_watchers(work.c, by, &work.ticket)? {
        return Err(ServiceError::Forbidden("You can take nobody off but yourself."));
    }
    if !store::watcher::remove(work.c, ticket, watcher)? {
        return Ok(work.ticket);
    }
    work.log(ActivityKind::WatcherRemoved { person_id: watcher });
    work.finish()
}

fn find_or_add(work: &mut Work<'_>, by: &Person, email: &EmailAddress) -> Result<Person, ServiceError> {
    let identity = &work.cx.identity;
    let is_ours = identity.own_addresses.contains(email);
    if is_ours || ticket_of_reply_address(&identity.signer, email).is_some() {
        return Err(refused("This is an address of ours."));
    }
    let customer = work.ticket.organization_id;
    let known = store::person::find_by_email(work.c, email)?;
    let belongs_to = match &known {
        Some(person) => person.organization_id,
        None => store::organization::find_by_domain(work.c, email.domain())?.map(|found| found.id),
    };
    let is_own = belongs_to.is_some() && belongs_to == customer;
    let is_staff = known.as_ref().is_some_and(|person| person.role.is_staff());
    if !by.role.is_staff() && !is_own {
        return Err(refused("You can add people of your own organization. Ask us to add anybody else."));
    }
    if !is_own && !is_staff && belongs_to.is_some() {
        return Err(refused("This person belongs to another customer, who must not read along here."));
    }
    match known {
        Some(person) => Ok(person),
        None => add_sender(work.c, work.cx, email.clone(), None),
    }
}

fn refused(why: &str) -> ServiceError {
    ServiceError::invalid("email", why)
}
