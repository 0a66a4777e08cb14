//! By what received mails are found again.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::columns::InboundColumns;
use crate::domain::{InboundHead, InboundMail, InboundMailId, InboundState};
use crate::store::any_connection::MultiBackend;
use crate::store::dialect::{OnBoth, Prepared};
use crate::store::poison::readable;
use crate::store::schema::{inbound_head, inbound_mail};
use crate::store::text::storable;
use crate::store::word::word;
use crate::store::{Connection, StoreError};

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = inbound_head)]
struct HeadColumns {
    sender: String,
    sender_name: String,
    subject: String,
    message_id: String,
}

impl HeadColumns {
    fn of(head: &InboundHead) -> Self {
        Self {
            sender: storable(&head.sender),
            sender_name: storable(&head.sender_name),
            subject: storable(&head.subject),
            message_id: storable(&head.message_id),
        }
    }
}

/// Writes by what a mail is found, over what stands there.
///
/// # Errors
/// [`StoreError::MissingReference`] if the mail is not there.
pub fn put_head(c: &mut Connection, mail: InboundMailId, head: &InboundHead) -> Result<(), StoreError> {
    if !add_head(c, mail, head)? {
        let row = diesel::update(inbound_head::table.find(mail)).set(HeadColumns::of(head));
        Prepared(row).execute(c)?;
    }
    Ok(())
}

/// The same, unless something stands there; false then.
///
/// # Errors
/// [`StoreError::MissingReference`] if the mail is not there.
pub fn add_head(c: &mut Connection, mail: InboundMailId, head: &InboundHead) -> Result<bool, StoreError> {
    let row = (inbound_head::inbound_mail_id.eq(mail), HeadColumns::of(head));
    let insert = diesel::insert_into(inbound_head::table).values(row);
    let target = inbound_head::inbound_mail_id;
    Ok(OnBoth(insert.on_conflict(target).do_nothing()).execute(c)? == 1)
}

/// Up to `limit` mails before this one that are found by nothing, since they were read before that was written down,
/// the last received first. Those that wait for their first reading are none of them.
///
/// # Errors
/// [`StoreError`].
pub fn without_head(
    c: &mut Connection,
    before: Option<InboundMailId>,
    limit: i64,
) -> Result<Vec<InboundMail>, StoreError> {
    let known = inbound_head::table.filter(inbound_head::inbound_mail_id.eq(inbound_mail::id));
    let mut found = inbound_mail::table
        .filter(inbound_mail::state.ne(word(&InboundState::Received)?))
        .filter(not(exists(known)))
        .into_boxed::<MultiBackend>();
    if let Some(before) = before {
        found = found.filter(inbound_mail::id.lt(before));
    }
    let rows =
        found.order(inbound_mail::id.desc()).limit(limit).select(InboundColumns::as_select()).load(c)?;
    readable(rows.into_iter().map(InboundColumns::into_mail))
}
