//! People who were copied in a mail: they watch the ticket if whoever wrote the mail chooses its watchers.

use super::Reading;
use crate::domain::{EmailAddress, Person, Remark, TicketId, ticket_of_reply_address};
use crate::service::work::Work;
use crate::service::{ServiceError, watch_ticket};
use crate::store;

/// Copied people of one mail who are looked at, at most.
const MOST_COPIED: usize = 20;

/// Adds the copied people as watchers, as far as their writer may. Readers are told of the others: a copy alone gives
/// nobody a place in a ticket.
pub(super) fn watch(
    work: &mut Work<'_>,
    reading: &mut Reading<'_>,
    writer: &Person,
) -> Result<(), ServiceError> {
    let copied = copied(reading);
    if copied.is_empty() || reading.mail.is_automatic {
        return Ok(());
    }
    let may_add = watch_ticket::chooses_watchers(work.c, writer, &work.ticket)?;
    let mut left_out = Vec::new();
    for email in copied.into_iter().filter(|email| *email != writer.email) {
        if is_in_already(work, &email)? {
            continue;
        }
        match may_add.then(|| watch_ticket::add(work, writer, &email)) {
            Some(Ok(())) => {}
            Some(Err(ServiceError::Invalid(_))) | None => left_out.push(email.to_string()),
            Some(Err(error)) => return Err(error),
        }
    }
    if !left_out.is_empty() {
        reading.remark(Remark::OnlyCopied { addresses: left_out });
    }
    Ok(())
}

fn copied(reading: &Reading<'_>) -> Vec<EmailAddress> {
    let identity = &reading.cx.identity;
    let is_ours = |email: &EmailAddress| {
        identity.own_addresses.contains(email) || ticket_of_reply_address(&identity.signer, email).is_some()
    };
    reading.mail.cc.iter().filter(|email| !is_ours(email)).take(MOST_COPIED).cloned().collect()
}

/// Whether somebody hears of the ticket as it is.
fn is_in_already(work: &mut Work<'_>, email: &EmailAddress) -> Result<bool, ServiceError> {
    let Some(person) = store::person::find_by_email(work.c, email)? else { return Ok(false) };
    let ticket: TicketId = work.ticket.id;
    Ok(person.id == work.ticket.requester_id || store::watcher::is_watching(work.c, ticket, person.id)?)
}
