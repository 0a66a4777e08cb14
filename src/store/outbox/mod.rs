//! Notices on their way out: written once for each cause, claimed by one sender at a time.

mod claim;
mod columns;
mod list;
mod turn;

use diesel::prelude::*;

pub use claim::{
    claim, is_claimed, let_go, mark_failed, mark_retry, mark_sent, mark_uncertain, next_attempt, retry,
    retry_mails,
};
pub use list::{OutboxFilter, count_to, counts, find, labels_about, list, thread};
pub use turn::Turn;

use super::dialect::OnBoth;
use super::schema::outbox;
use super::{Connection, StoreError};
use crate::domain::OutboxEntry;
use columns::OutboxColumns;

/// Writes a notice; false if its key is known, and then nothing is written.
///
/// # Errors
/// [`StoreError::MissingReference`] if its ticket is not there.
pub fn insert(c: &mut Connection, entry: &OutboxEntry) -> Result<bool, StoreError> {
    let row = OutboxColumns::of(entry)?;
    let insert = diesel::insert_into(outbox::table).values(row).on_conflict(outbox::key).do_nothing();
    Ok(OnBoth(insert).execute(c)? == 1)
}
