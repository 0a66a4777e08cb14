//! Merging a ticket into another in which it goes on, and bringing it back.

use super::work::Work;
use super::{Context, ServiceError, notices, take_page};
use crate::domain::{
    ActivityKind, NoticeBody, Person, PersonId, Ticket, TicketId, TicketMerge, TicketNumber, Viewer, Watcher,
};
use crate::sla::{Event, Status};
use crate::store::{self, Connection};

/// Merges a ticket into another of the same customer. The merged one is closed, its clocks stop and nothing counts as
/// met; the clocks of the other stay as they are. Who reported or watched it reads along in the other, and answers to
/// its mails arrive there.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Forbidden`] for a customer, [`ServiceError::Conflict`] for a closed
/// ticket or an outdated `version`, [`ServiceError::Invalid`] naming `into` for a ticket into which it can't go.
pub fn merge_tickets(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
    version: Option<i64>,
    into: TicketNumber,
) -> Result<Ticket, ServiceError> {
    let viewer = viewer(by)?;
    let target = store::ticket::find_by_number(c, viewer, into)?;
    let target = target.ok_or_else(|| refused("There is no ticket with this number."))?;
    lock_all(c, vec![ticket, target.id])?;
    let target = Work::load(c, cx, viewer, target.id)?.ticket;
    let mut work = Work::load_unclosed(c, cx, viewer, ticket, version)?;
    check(&work.ticket, &target)?;
    // What fell due before this moment is missed all the same.
    work.advance()?;
    let timers = work.ticket.timers.clone();
    let readers = readers(&mut work)?;
    close(&mut work, by, &target)?;
    let merged = work.finish()?;
    let watchers = join(c, cx, by, &merged, target.id, &readers)?;
    let merge = TicketMerge {
        ticket_id: merged.id,
        into_id: target.id,
        merged_by: by.id,
        merged_at: cx.now,
        timers,
        watchers,
    };
    store::ticket_merge::insert(c, &merge)?;
    Ok(merged)
}

/// Brings a merged ticket back: it stands as if it had never been merged. Its clocks have counted on all the while, so
/// that the customer loses nothing by our mistake: what fell due meanwhile is missed, at its true instant. Whoever
/// reads along in the other ticket only because of the merge does so no more, nor where that one goes on.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Forbidden`] for a customer, [`ServiceError::Conflict`] for a ticket that
/// is not merged, or an outdated `version`.
pub fn unmerge_ticket(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
    version: Option<i64>,
) -> Result<Ticket, ServiceError> {
    let viewer = viewer(by)?;
    let not_merged = || ServiceError::Conflict("This ticket is not merged into another.".to_owned());
    let merge = store::ticket_merge::find(c, ticket)?.ok_or_else(not_merged)?;
    let chain = chain(c, ticket)?;
    lock_all(c, chain)?;
    // Somebody else may have brought it back while we waited: what happened to it since must not be undone.
    if !store::ticket_merge::remove(c, ticket)? {
        return Err(not_merged());
    }
    let number = store::ticket::find(c, viewer, ticket)?.ok_or(ServiceError::NotFound("ticket"))?.number;
    let mut target = Work::load(c, cx, viewer, merge.into_id)?;
    target.log(ActivityKind::GaveBack { ticket: number });
    let leaving = part(&mut target, &merge.watchers)?;
    let target = target.finish()?;
    part_further(c, cx, viewer, target.id, leaving)?;
    let mut work = Work::load(c, cx, viewer, ticket)?;
    work.expect_version(version)?;
    reopen(&mut work, &merge, target.number)?;
    work.finish()
}

/// Ends the reading along of these people; answers who did.
fn part(target: &mut Work<'_>, watchers: &[PersonId]) -> Result<Vec<PersonId>, ServiceError> {
    let mut gone = Vec::new();
    for watcher in watchers {
        if store::watcher::remove(target.c, target.ticket.id, *watcher)? {
            target.log(ActivityKind::WatcherRemoved { person_id: *watcher });
            gone.push(*watcher);
        }
    }
    Ok(gone)
}

/// The ticket that they leave may itself go on in another, and so on: who followed it there leaves that too.
fn part_further(
    c: &mut Connection,
    cx: &Context,
    viewer: Viewer,
    mut from: TicketId,
    mut leaving: Vec<PersonId>,
) -> Result<(), ServiceError> {
    while let Some(mut merge) = store::ticket_merge::find(c, from)?.filter(|_| !leaving.is_empty()) {
        let (follow, stay): (Vec<_>, Vec<_>) =
            merge.watchers.drain(..).partition(|watcher| leaving.contains(watcher));
        store::ticket_merge::set_watchers(c, from, &stay)?;
        let mut target = Work::load(c, cx, viewer, merge.into_id)?;
        leaving = part(&mut target, &follow)?;
        target.finish()?;
        from = merge.into_id;
    }
    Ok(())
}

fn viewer(by: &Person) -> Result<Viewer, ServiceError> {
    match by.role.is_staff() {
        true => Ok(Viewer::of(by)),
        false => Err(ServiceError::Forbidden("Only agents merge tickets.")),
    }
}

/// A ticket, the one in which it goes on, and so on.
fn chain(c: &mut Connection, ticket: TicketId) -> Result<Vec<TicketId>, ServiceError> {
    let mut chain = vec![ticket];
    let mut last = ticket;
    while let Some(merge) = store::ticket_merge::find(c, last)? {
        last = merge.into_id;
        chain.push(last);
    }
    Ok(chain)
}

/// Always in the same order, so that two merges at once never wait for each other.
fn lock_all(c: &mut Connection, mut tickets: Vec<TicketId>) -> Result<(), ServiceError> {
    tickets.sort_unstable();
    for id in tickets {
        store::ticket::lock(c, id)?;
    }
    Ok(())
}

/// A customer's tickets stay theirs, and a merge never gives a report less than its severity promises.
fn check(ticket: &Ticket, target: &Ticket) -> Result<(), ServiceError> {
    let is_same_customer = ticket.organization_id == target.organization_id
        && (ticket.organization_id.is_some() || ticket.requester_id == target.requester_id);
    if ticket.id == target.id {
        return Err(refused("A ticket can’t be merged into itself."));
    }
    if !is_same_customer {
        return Err(refused("That ticket is another customer’s: tickets of two customers are never merged."));
    }
    if !target.status.is_unresolved() {
        return Err(refused(
            "That ticket is resolved or closed: nothing would be owed any more. Reopen it first.",
        ));
    }
    if ticket.severity_rank < target.severity_rank {
        return Err(refused(
            "This ticket is more severe than that one. Raise that one first, or merge that one into this.",
        ));
    }
    Ok(())
}

/// Who reported the ticket or reads along in it, and belongs to its customer or to us.
fn readers(work: &mut Work<'_>) -> Result<Vec<Person>, ServiceError> {
    let mut readers = store::watcher::people(work.c, work.ticket.id)?;
    readers.extend(store::person::find(work.c, work.ticket.requester_id)?);
    let customer = work.ticket.organization_id;
    let is_theirs =
        |one: &Person| one.role.is_staff() || (customer.is_some() && one.organization_id == customer);
    readers.retain(|one| one.is_active && is_theirs(one));
    Ok(readers)
}

fn close(work: &mut Work<'_>, by: &Person, target: &Ticket) -> Result<(), ServiceError> {
    let before = work.ticket.timers.status();
    work.log(ActivityKind::MergedInto { ticket: target.number });
    work.log(ActivityKind::StatusChanged { from: before, to: Status::Closed });
    take_page::mark_taken(work, by)?;
    work.apply(Event::SetStatus(Status::Closed))?;
    let Some(requester) = store::person::find(work.c, work.ticket.requester_id)? else { return Ok(()) };
    let text = format!(
        "Your report goes on in ticket #{} “{}”, with what you wrote about it there. An answer to this mail arrives in that \
         ticket.",
        target.number, target.subject
    );
    let body = NoticeBody::Reply { author: by.name.clone(), text, next_update: None };
    let key = format!("merged:{}:{}", work.ticket.id, work.cx.now.timestamp_micros());
    notices::send(work, key, &requester, body)
}

/// Lets the readers of the merged ticket read along in the other; answers who does so because of this.
fn join(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    merged: &Ticket,
    target: TicketId,
    readers: &[Person],
) -> Result<Vec<PersonId>, ServiceError> {
    let mut work = Work::load(c, cx, Viewer::of(by), target)?;
    work.log(ActivityKind::TookIn { ticket: merged.number });
    let (mut joined, requester) = (Vec::new(), work.ticket.requester_id);
    for reader in readers.iter().filter(|one| one.id != requester) {
        let watcher =
            Watcher { ticket_id: target, person_id: reader.id, added_by: by.id, added_at: work.cx.now };
        if store::watcher::insert(work.c, &watcher)? {
            work.log(ActivityKind::WatcherAdded { person_id: reader.id });
            joined.push(reader.id);
        }
    }
    work.finish()?;
    Ok(joined)
}

fn reopen(work: &mut Work<'_>, merge: &TicketMerge, target: TicketNumber) -> Result<(), ServiceError> {
    work.ticket.timers = merge.timers.clone();
    let after = work.ticket.timers.status();
    work.log(ActivityKind::Unmerged { ticket: target });
    work.log(ActivityKind::StatusChanged { from: Status::Closed, to: after });
    store::promise::resume_stopped(work.c, work.ticket.id, merge.merged_at)?;
    // Whoever merged it had it in hand: the chain does not climb for the time in between.
    work.apply_at(merge.merged_at, Event::TakePage)?;
    work.advance()
}

fn refused(why: &str) -> ServiceError {
    ServiceError::invalid("into", why)
}
