//! Who hears of a broken promise, and who instead of somebody whom mail does not reach.

use super::raise_alarm::{Alarm, raise_alarm};
use super::work::Work;
use super::{ServiceError, notices};
use crate::domain::{NoticeBody, Person, PersonId, Role};
use crate::store;

/// The customer's designated contacts, or the requester where there is none.
pub(super) fn of(work: &mut Work<'_>) -> Result<Vec<Person>, ServiceError> {
    if let Some(organization) = work.ticket.organization_id {
        let designated = store::person::designated_contacts(work.c, organization)?;
        if !designated.is_empty() {
            return Ok(designated);
        }
    }
    Ok(store::if_readable(store::person::find(work.c, work.ticket.requester_id))?.into_iter().collect())
}

/// Tells a breach to the next contact too, since mail does not reach `contact`, and raises the alarm: the promise to
/// tell the customer is kept by a person now. `cause` is what the notices' keys begin with, so that nobody is told
/// twice.
pub(super) fn tell_stand_in(
    work: &mut Work<'_>,
    cause: &str,
    contact: &Person,
    body: &NoticeBody,
) -> Result<(), ServiceError> {
    let stand_in = stand_in(work)?;
    if let Some(person) = &stand_in {
        notices::send(work, format!("{cause}:{}", person.id), person, body.clone())?;
    }
    let told = match stand_in {
        Some(person) => format!("It went to {} <{}> too.", person.name, person.email),
        None => "The customer has nobody else whom we could tell: call them.".to_owned(),
    };
    let alarm = Alarm {
        cause: format!("undelivered:{cause}:{}", contact.id),
        concerns: Role::Manager,
        title: format!("A breach notice does not reach {}", contact.name),
        text: format!(
            "Ticket #{}: mail to {} <{}>, who is to hear of broken promises, comes back.\n\n{told}\n\n\
             Correct the address, or name another contact.",
            work.ticket.number, contact.name, contact.email
        ),
        path: format!("/desk/tickets/{}", work.ticket.number),
    };
    raise_alarm(work.c, work.cx, &alarm).map(drop)
}

/// The next contact in line who has not been told: who gives instructions, their backup, who reported the ticket.
fn stand_in(work: &mut Work<'_>) -> Result<Option<Person>, ServiceError> {
    let told = of(work)?;
    for id in in_line(work)? {
        let Some(person) = store::if_readable(store::person::find(work.c, id))? else { continue };
        let is_new = told.iter().all(|one| one.id != id);
        if is_new && person.is_active && store::address_mark::find(work.c, &person.email)?.is_none() {
            return Ok(Some(person));
        }
    }
    Ok(None)
}

fn in_line(work: &mut Work<'_>) -> Result<Vec<PersonId>, ServiceError> {
    let mut rights = match work.ticket.organization_id {
        Some(organization) => store::contact_right::list(work.c, organization)?,
        None => Vec::new(),
    };
    rights.retain(|one| one.instructs.is_some());
    rights.sort_by_key(|one| one.instructs);
    Ok(rights.iter().map(|one| one.person_id).chain([work.ticket.requester_id]).collect())
}
