//! A customer asks for more attention than the clocks give, where the agreement lets them.

use super::work::Work;
use super::{Context, ServiceError, notices, paging};
use crate::domain::{ActivityKind, Actor, NoticeBody, Person, Ticket, TicketId, Viewer, WakeCause};
use crate::sla::Audience;
use crate::store::{self, Connection};

/// Characters of a reason at most.
const LONGEST_REASON: usize = 1000;

/// Tells the people whom the agreement names for it, with the customer's reason. Again only after somebody has
/// answered.
///
/// # Errors
/// [`ServiceError::NotFound`], [`ServiceError::Forbidden`] for the provider's own people, [`ServiceError::Conflict`]
/// where the agreement has no such right and for a ticket that is done or escalated already, [`ServiceError::Invalid`]
/// without a reason.
pub fn escalate(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    ticket: TicketId,
    reason: &str,
) -> Result<Ticket, ServiceError> {
    let mut work = Work::load(c, cx, Viewer::of(by), ticket)?;
    let targets = work.contract.escalation().by_customer().to_vec();
    if by.role.is_staff() {
        return Err(ServiceError::Forbidden(
            "Only the customer escalates: reassign the ticket or raise its severity instead.",
        ));
    }
    if targets.is_empty() {
        return Err(ServiceError::Conflict("The agreement gives no right to escalate.".to_owned()));
    }
    if !work.ticket.status.is_unresolved() {
        return Err(ServiceError::Conflict("This ticket is done: reply to open it again.".to_owned()));
    }
    if is_escalated(work.c, ticket)? {
        return Err(ServiceError::Conflict("We have been told already, and will answer.".to_owned()));
    }
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        let text = format!("Say in up to {LONGEST_REASON} characters why this can’t wait.");
        return Err(ServiceError::invalid("reason", text));
    }
    let mut told: Vec<Person> = Vec::new();
    for target in targets {
        told.extend(paging::people(&mut work, Audience::from(target), cx.now)?);
    }
    told.sort_by_key(|person| person.id);
    told.dedup_by_key(|person| person.id);
    tell(&mut work, by, &told, reason)?;
    let told = told.into_iter().map(|person| person.name).collect();
    work.log(ActivityKind::Escalated { reason: reason.to_owned(), told });
    work.wake(cx.now, WakeCause::Customer)?;
    work.finish()
}

/// Whether a ticket was escalated, and nobody of the provider has answered since.
///
/// # Errors
/// [`ServiceError`] where the database fails.
pub fn is_escalated(c: &mut Connection, ticket: TicketId) -> Result<bool, ServiceError> {
    for entry in store::activity::list(c, ticket)?.iter().rev() {
        match (&entry.kind, entry.actor) {
            (ActivityKind::Escalated { .. }, _) => return Ok(true),
            (ActivityKind::Replied { .. } | ActivityKind::Acknowledged, Actor::Person(who))
                if store::person::find(c, who)?.is_some_and(|author| author.role.is_staff()) =>
            {
                return Ok(false);
            }
            _ => {}
        }
    }
    Ok(false)
}

fn tell(work: &mut Work<'_>, by: &Person, told: &[Person], reason: &str) -> Result<(), ServiceError> {
    let title = format!("{} escalates: {}", by.name, work.ticket.subject);
    let text = format!("{} asks for your attention to ticket #{}:\n\n{reason}", by.name, work.ticket.number);
    for person in told {
        let key = format!("escalation:{}:{}:{}", work.ticket.id, work.cx.now.timestamp_micros(), person.id);
        notices::send(work, key, person, NoticeBody::Alarm { title: title.clone(), text: text.clone() })?;
    }
    Ok(())
}
