//! Saying what two tickets have to do with each other, and taking that back.

use super::work::Work;
use super::{Context, ServiceError, both};
use crate::domain::{ActivityKind, Person, Relation, Ticket, TicketId, TicketLink, TicketNumber, Viewer};
use crate::store::{self, Connection};

/// Links a ticket with another: as it stands to that one. Linking twice changes nothing. No clock of either is touched.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Forbidden`] for a customer, [`ServiceError::Invalid`] naming `ticket`
/// for a number that no other ticket has, and `relation` for one that comes about by splitting alone.
pub fn link_tickets(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
    relation: Relation,
    other: TicketNumber,
) -> Result<Ticket, ServiceError> {
    let ((), other) = both(check_relation(relation), other_ticket(c, by, ticket, other))?;
    let link = TicketLink::new(ticket, relation, other.id, by.id, cx.now);
    if !store::ticket_link::insert(c, &link)? {
        return standing(c, by, ticket);
    }
    let linked = |relation| move |ticket| ActivityKind::Linked { ticket, relation };
    tell_both(c, cx, by, (ticket, other.id), linked(relation), linked(relation.inverse()))
}

/// Takes a link back, whichever way it came about. Taking it back twice changes nothing.
///
/// # Errors
/// As [`link_tickets`].
pub fn unlink_tickets(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
    relation: Relation,
    other: TicketNumber,
) -> Result<Ticket, ServiceError> {
    let other = other_ticket(c, by, ticket, other)?;
    let link = TicketLink::new(ticket, relation, other.id, by.id, cx.now);
    if !store::ticket_link::remove(c, &link)? {
        return standing(c, by, ticket);
    }
    let unlinked = |relation| move |ticket| ActivityKind::Unlinked { ticket, relation };
    tell_both(c, cx, by, (ticket, other.id), unlinked(relation), unlinked(relation.inverse()))
}

fn check_relation(relation: Relation) -> Result<(), ServiceError> {
    match Relation::CHOICES.contains(&relation) {
        true => Ok(()),
        false => Err(ServiceError::invalid("relation", "Choose how the tickets are related.")),
    }
}

fn standing(c: &mut Connection, by: &Person, ticket: TicketId) -> Result<Ticket, ServiceError> {
    store::ticket::find(c, Viewer::of(by), ticket)?.ok_or(ServiceError::NotFound("ticket"))
}

fn other_ticket(
    c: &mut Connection,
    by: &Person,
    ticket: TicketId,
    number: TicketNumber,
) -> Result<Ticket, ServiceError> {
    if !by.role.is_staff() {
        return Err(ServiceError::Forbidden("Only agents link tickets."));
    }
    let found = store::ticket::find_by_number(c, Viewer::of(by), number)?.filter(|other| other.id != ticket);
    found.ok_or_else(|| ServiceError::invalid("ticket", "There is no other ticket with this number."))
}

/// Writes an entry into the history of both tickets, each of which names the other. Gives the first one.
pub(super) fn tell_both(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    (one, other): (TicketId, TicketId),
    of_one: impl Fn(TicketNumber) -> ActivityKind,
    of_other: impl Fn(TicketNumber) -> ActivityKind,
) -> Result<Ticket, ServiceError> {
    let viewer = Viewer::of(by);
    let number = standing(c, by, one)?.number;
    let mut work = Work::load(c, cx, viewer, other)?;
    work.log(of_other(number));
    let number = work.finish()?.number;
    let mut work = Work::load(c, cx, viewer, one)?;
    work.log(of_one(number));
    work.finish()
}
