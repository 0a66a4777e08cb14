//! The mailbox of somebody who was called answers that they are away.

use super::thread::{self, Names, Thread};
use super::{Reading, Received};
use crate::domain::{NoticeBody, PassCause, Person, Proof, TicketId, our_notice};
use crate::service::ServiceError;
use crate::service::pass_page::pass_page;
use crate::store::{self, Connection};

/// Passes a page on whose addressee answers automatically. None where the mail is anything else: then it is read on.
pub(super) fn read(c: &mut Connection, reading: &mut Reading<'_>) -> Result<Option<Received>, ServiceError> {
    if !reading.mail.is_auto_reply || reading.judgement.authentication.proof == Proof::Refuted {
        return Ok(None);
    }
    let Some(from) = reading.mail.from.clone() else { return Ok(None) };
    let Some(person) = store::person::find_by_email(c, &from)?.filter(|person| person.role.is_staff()) else {
        return Ok(None);
    };
    let Some(ticket) = called_for(c, reading, &person)? else { return Ok(None) };
    let is_passed = pass_page(c, reading.cx, ticket, person.id, PassCause::Away)?;
    Ok(is_passed.then_some(Received::PassedOn(ticket)))
}

/// The ticket for which they were called: by the page that the mail answers, which only they have seen; else, where the
/// sender is proven, by whatever names a ticket.
fn called_for(
    c: &mut Connection,
    reading: &Reading<'_>,
    person: &Person,
) -> Result<Option<TicketId>, ServiceError> {
    let signer = &reading.cx.identity.signer;
    for notice in reading.mail.references.iter().filter_map(|id| our_notice(signer, id)) {
        let Some(entry) = store::outbox::find(c, notice)? else { continue };
        let is_page = matches!(entry.notice.body, NoticeBody::Page { .. });
        if is_page && entry.notice.to.email == person.email {
            return Ok(entry.notice.ticket.map(|ticket| ticket.id));
        }
    }
    if reading.judgement.authentication.proof != Proof::Proven {
        return Ok(None);
    }
    match thread::find(c, signer, &reading.mail, person, Names::All)? {
        Thread::Of(ticket) => Ok(Some(ticket.id)),
        Thread::Foreign(_) | Thread::New => Ok(None),
    }
}
