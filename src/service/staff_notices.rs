//! Notices to the provider's people: those that each of them may do without.

use super::choose_mails::who_wants;
use super::work::Work;
use super::{ServiceError, notices, paging};
use crate::domain::{NoticeBody, OutboxId, Person, StaffMail};
use crate::sla::{Audience, ClockKind, Fact, Instant};
use crate::store;

/// Tells those of the team who want it that a ticket was opened.
pub(super) fn new_ticket(work: &mut Work<'_>, requester: &Person, text: &str) -> Result<(), ServiceError> {
    // Few want it: nobody is looked for before there is one.
    if store::mail_choice::others(work.c, StaffMail::NewTicket)?.is_empty() {
        return Ok(());
    }
    let mut team = paging::people(work, Audience::Team, work.cx.now)?;
    team.retain(|person| person.id != requester.id);
    let body = NoticeBody::NewTicket {
        severity: notices::severity_name(work),
        author: requester.name.clone(),
        text: text.to_owned(),
        promise: notices::promise_line(work, ClockKind::Respond),
    };
    for reader in who_wants(work.c, StaffMail::NewTicket, team)? {
        notices::send(work, format!("new-ticket:{}:{}", work.ticket.id, reader.id), &reader, body.clone())?;
    }
    Ok(())
}

/// Tells the assignee what the customer wrote, so that they may answer by mail.
pub(super) fn customer_wrote(work: &mut Work<'_>, author: &Person, text: &str) -> Result<(), ServiceError> {
    let Some(id) = work.ticket.assignee_id else { return Ok(()) };
    let assignee = store::if_readable(store::person::find(work.c, id))?.filter(|person| person.is_active);
    for assignee in who_wants(work.c, StaffMail::CustomerWrote, assignee.into_iter().collect())? {
        let body = NoticeBody::CustomerWrote { author: author.name.clone(), text: text.to_owned() };
        let key = format!("customer-wrote:{}:{}", work.ticket.id, OutboxId::new(work.cx.now));
        notices::send(work, key, &assignee, body)?;
    }
    Ok(())
}

/// Warns the assignee, or the team, that a promise is about to break.
pub(super) fn warn(work: &mut Work<'_>, fact: &Fact) -> Result<(), ServiceError> {
    let Some(promise) = fact.clock.and_then(|kind| notices::promise_line(work, kind)) else { return Ok(()) };
    let severity = notices::severity_name(work);
    let cause = format!("warning:{}:{}:{}", work.ticket.id, notices::cause(fact), fact.at.timestamp_micros());
    for reader in who_is_warned(work, fact.at)? {
        let body = NoticeBody::Warning { promise: promise.clone(), severity: severity.clone() };
        notices::send(work, format!("{cause}:{}", reader.id), &reader, body)?;
    }
    Ok(())
}

/// The assignee; the team, where there is none or they don't want warnings. A warning reaches somebody, whatever all of
/// them want.
fn who_is_warned(work: &mut Work<'_>, at: Instant) -> Result<Vec<Person>, ServiceError> {
    let assignee = match work.ticket.assignee_id {
        Some(id) => store::if_readable(store::person::find(work.c, id))?.filter(|person| person.is_active),
        None => None,
    };
    let assignee: Vec<Person> = assignee.into_iter().collect();
    let willing = who_wants(work.c, StaffMail::Warning, assignee.clone())?;
    if !willing.is_empty() {
        return Ok(willing);
    }
    let team = paging::people(work, Audience::Team, at)?;
    let willing = who_wants(work.c, StaffMail::Warning, team.clone())?;
    Ok([willing, assignee, team].into_iter().find(|people| !people.is_empty()).unwrap_or_default())
}
