//! Which ticket a mail answers, by the Message-IDs that it refers to.

use diesel::prelude::*;

use crate::domain::{InboundMailId, TicketId};
use crate::store::dialect::OnBoth;
use crate::store::schema::{inbound_mail, mail_reference};
use crate::store::text::storable;
use crate::store::{Connection, StoreError};

/// The longest Message-ID that is kept, in bytes: a line of a mail has at most 998 (RFC 5322 section 2.1.1).
const LONGEST_MESSAGE_ID: usize = 998;
/// The most mails of one Message-ID that are looked at.
const MOST_ALIKE: i64 = 100;
/// The most references of one mail that are looked up: the nearest ones come first.
const MOST_REFERENCES: usize = 100;

/// Notes the Message-ID (without brackets) of a received mail; twice is once. One that no mail could have is left out.
///
/// # Errors
/// [`StoreError::MissingReference`] if the mail is not there.
pub fn record_message_id(
    c: &mut Connection,
    mail: InboundMailId,
    message_id: &str,
) -> Result<(), StoreError> {
    if message_id.is_empty() || message_id.len() > LONGEST_MESSAGE_ID {
        return Ok(());
    }
    let row = (mail_reference::message_id.eq(storable(message_id)), mail_reference::inbound_mail_id.eq(mail));
    let target = (mail_reference::message_id, mail_reference::inbound_mail_id);
    let insert = diesel::insert_into(mail_reference::table).values(row).on_conflict(target).do_nothing();
    OnBoth(insert).execute(c)?;
    Ok(())
}

/// The mails that were received under a Message-ID (without brackets), oldest first, with the tickets that they became
/// or joined.
///
/// # Errors
/// [`StoreError`].
pub fn list_by_message_id(
    c: &mut Connection,
    message_id: &str,
) -> Result<Vec<(InboundMailId, Option<TicketId>)>, StoreError> {
    let query = mail_reference::table
        .inner_join(inbound_mail::table)
        .filter(mail_reference::message_id.eq(storable(message_id)))
        .order(inbound_mail::id)
        .select((inbound_mail::id, inbound_mail::ticket_id));
    Ok(query.limit(MOST_ALIKE).load(c)?)
}

/// The ticket of the first of these Message-IDs (without brackets) under which a mail was received. Our own need no
/// looking up: they say their ticket. That a ticket is found says nothing about who may speak in it.
///
/// # Errors
/// [`StoreError`].
pub fn find_ticket_by_message_id(
    c: &mut Connection,
    message_ids: &[String],
) -> Result<Option<TicketId>, StoreError> {
    let plausible = message_ids.iter().filter(|id| !id.is_empty() && id.len() <= LONGEST_MESSAGE_ID);
    let wanted: Vec<String> = plausible.take(MOST_REFERENCES).map(|id| storable(id)).collect();
    let received: Vec<(String, Option<TicketId>)> = mail_reference::table
        .inner_join(inbound_mail::table)
        .filter(mail_reference::message_id.eq_any(&wanted))
        .filter(inbound_mail::ticket_id.is_not_null())
        .order(inbound_mail::id)
        .select((mail_reference::message_id, inbound_mail::ticket_id))
        .load(c)?;
    Ok(wanted.iter().find_map(|id| {
        received.iter().find(|(message_id, _)| message_id == id).and_then(|(_, ticket)| *ticket)
    }))
}
