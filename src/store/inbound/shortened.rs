//! Mails of which only the header was taken, because the whole was too large.

use diesel::prelude::*;

use crate::domain::InboundMailId;
use crate::store::dialect::OnBoth;
use crate::store::schema::shortened_mail;
use crate::store::{Connection, StoreError};

/// Notes that what is kept of a mail is its header only; `size` is that of the whole mail, in bytes.
///
/// # Errors
/// [`StoreError::MissingReference`] if the mail is not there.
pub fn put_shortened(c: &mut Connection, mail: InboundMailId, size: i64) -> Result<(), StoreError> {
    let row = (shortened_mail::inbound_mail_id.eq(mail), shortened_mail::size.eq(size));
    let insert = diesel::insert_into(shortened_mail::table)
        .values(row)
        .on_conflict(shortened_mail::inbound_mail_id)
        .do_nothing();
    OnBoth(insert).execute(c)?;
    Ok(())
}

/// The size of the whole mail in bytes, where only its header was taken.
///
/// # Errors
/// [`StoreError`].
pub fn get_shortened(c: &mut Connection, mail: InboundMailId) -> Result<Option<i64>, StoreError> {
    Ok(shortened_mail::table.find(mail).select(shortened_mail::size).first(c).optional()?)
}
