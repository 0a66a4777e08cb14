//! A customer says that their ticket is solved, and may take that back.

use super::keep_pace::keep_pace;
use super::reply::{self, NewMessage};
use super::work::Work;
use super::{Context, ServiceError, follow_ticket, notices, staff_notices};
use crate::domain::{ActivityKind, MessageKind, Person, PersonId, Ticket, TicketId, Viewer, Writing};
use crate::sla::{Channel, Event, Status};
use crate::store::{self, Connection};

/// Resolves a ticket on its customer's word, with their last words, which may be empty. Its clocks stop, and nothing
/// counts as kept that was not.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Forbidden`] for the provider's own people, [`ServiceError::Conflict`] for a
/// ticket that is resolved or closed already, [`ServiceError::TooMuch`] for a customer who has written as much within an
/// hour as is taken.
pub fn solve_ticket(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
    version: Option<i64>,
    last_words: NewMessage,
) -> Result<Ticket, ServiceError> {
    reply::check(cx, &last_words, true)?;
    keep_pace(c, cx, by, last_words.channel, Writing::Reply)?;
    let mut work = load(c, cx, by, ticket, version)?;
    let before = work.ticket.timers.status();
    if !before.is_unresolved() {
        return Err(ServiceError::Conflict("This ticket is resolved already.".to_owned()));
    }
    write(&mut work, by, last_words)?;
    work.log(ActivityKind::Solved);
    work.log(ActivityKind::StatusChanged { from: before, to: Status::Resolved });
    work.apply(Event::Solved)?;
    store::page::take(work.c, ticket, by.id, cx.now)?;
    notices::solved(&mut work, by)?;
    work.finish()
}

/// Opens a ticket again that its customer said was solved, as a reply would.
///
/// # Errors
/// As [`solve_ticket`]; [`ServiceError::Conflict`] where the ticket is not resolved on the customer's word.
pub fn unsolve_ticket(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
    version: Option<i64>,
) -> Result<Ticket, ServiceError> {
    keep_pace(c, cx, by, Channel::Portal, Writing::Reply)?;
    let mut work = load(c, cx, by, ticket, version)?;
    if solver(work.c, &work.ticket)?.is_none() {
        let text = "Nobody said that this ticket is solved: a reply opens it where it is resolved.";
        return Err(ServiceError::Conflict(text.to_owned()));
    }
    work.log(ActivityKind::StatusChanged { from: Status::Resolved, to: Status::Open });
    work.apply(Event::SetStatus(Status::Open))?;
    staff_notices::customer_wrote(&mut work, by, "It is not solved after all: the ticket is open again.")?;
    work.finish()
}

/// Who of the customer said that a resolved ticket is solved; none where it is open, or was resolved by an agent.
///
/// # Errors
/// [`ServiceError`] where the database fails.
pub fn solver(c: &mut Connection, ticket: &Ticket) -> Result<Option<PersonId>, ServiceError> {
    if ticket.status != Status::Resolved {
        return Ok(None);
    }
    Ok(crate::domain::solver(&store::activity::list(c, ticket.id)?))
}

fn load<'a>(
    c: &'a mut Connection,
    cx: &'a Context,
    by: &Person,
    ticket: TicketId,
    version: Option<i64>,
) -> Result<Work<'a>, ServiceError> {
    if by.role.is_staff() {
        return Err(ServiceError::Forbidden(
            "Only the customer says that it is solved: set the status instead.",
        ));
    }
    Work::load_unclosed(c, cx, Viewer::of(by), ticket, version)
}

/// Last words are a message like any other, but no question: they change no clock.
fn write(work: &mut Work<'_>, by: &Person, last_words: NewMessage) -> Result<(), ServiceError> {
    let text = last_words.text.clone();
    let said = match text.trim() {
        "" => "This is solved.".to_owned(),
        text => format!("This is solved.\n\n{text}"),
    };
    staff_notices::customer_wrote(work, by, &said)?;
    if text.trim().is_empty() && last_words.attachments.is_empty() {
        return Ok(());
    }
    let message_id = reply::store_message(work, by, NewMessage { kind: MessageKind::Public, ..last_words })?;
    work.log(ActivityKind::Replied { message_id });
    follow_ticket::tell_of_customer(work, by, message_id, &said)?;
    notices::relay(work, by, &text)
}
