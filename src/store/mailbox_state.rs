//! How far each mailbox has been fetched.

use diesel::prelude::*;

use super::dialect::OnBoth;
use super::schema::mailbox_state;
use super::{Connection, StoreError};

/// The last message fetched from a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailboxState {
    /// The numbering that `last_uid` belongs to (RFC 9051 section 2.3.1.1); another one means: begin again.
    pub uid_validity: u32,
    /// The number of the last message that was fetched and committed.
    pub last_uid: u32,
}

/// How far a mailbox has been fetched; none before the first time.
///
/// # Errors
/// [`StoreError::Corrupt`] if the numbers are none that a server gives.
pub fn get(c: &mut Connection, name: &str) -> Result<Option<MailboxState>, StoreError> {
    let row: Option<(i64, i64)> = mailbox_state::table
        .find(name)
        .select((mailbox_state::uid_validity, mailbox_state::last_uid))
        .first(c)
        .optional()?;
    let corrupt = || StoreError::Corrupt { table: "mailbox_state", id: name.to_owned() };
    let Some((uid_validity, last_uid)) = row else { return Ok(None) };
    Ok(Some(MailboxState {
        uid_validity: u32::try_from(uid_validity).map_err(|_| corrupt())?,
        last_uid: u32::try_from(last_uid).map_err(|_| corrupt())?,
    }))
}

/// Notes how far a mailbox has been fetched.
///
/// # Errors
/// [`StoreError`].
pub fn put(c: &mut Connection, name: &str, state: MailboxState) -> Result<(), StoreError> {
    let numbers = (
        mailbox_state::uid_validity.eq(i64::from(state.uid_validity)),
        mailbox_state::last_uid.eq(i64::from(state.last_uid)),
    );
    let row = (mailbox_state::name.eq(name), numbers);
    let insert = diesel::insert_into(mailbox_state::table).values(row).on_conflict(mailbox_state::name);
    if OnBoth(insert.do_nothing()).execute(c)? == 0 {
        diesel::update(mailbox_state::table.find(name)).set(numbers).execute(c)?;
    }
    Ok(())
}
