//! Mail as it was received, once for each sequence of bytes, and the Message-IDs it came with.

mod columns;
mod envelope;
mod head;
mod read;
mod references;
mod shortened;

use diesel::prelude::*;

pub use envelope::{get_envelope, put_envelope};
pub use head::{add_head, put_head, without_head};
pub use read::{InboundFilter, counts, find, list, lock, next_read_at, postpone, read_again, to_read};
pub use references::{find_ticket_by_message_id, list_by_message_id, record_message_id};
pub use shortened::{get_shortened, put_shortened};

use super::dialect::{OnBoth, Prepared};
use super::schema::inbound_mail;
use super::sql_type::At;
use super::text::storable_option;
use super::word::word;
use super::{Connection, StoreError};
use crate::domain::{InboundMail, InboundState};
use columns::{InboundColumns, NewInbound};

/// What became of a mail that was to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InboundInsertion {
    /// It was new.
    Inserted,
    /// The same bytes came before, as this mail.
    Known(InboundMail),
}

/// Keeps a mail whose bytes are kept already; it may be read at once.
///
/// # Errors
/// [`StoreError::MissingReference`] if its bytes are not there.
pub fn insert_raw(c: &mut Connection, mail: &InboundMail) -> Result<InboundInsertion, StoreError> {
    let row = NewInbound::of(mail)?;
    let insert =
        diesel::insert_into(inbound_mail::table).values(row).on_conflict(inbound_mail::raw).do_nothing();
    if OnBoth(insert).execute(c)? == 1 {
        return Ok(InboundInsertion::Inserted);
    }
    let known = inbound_mail::table.filter(inbound_mail::raw.eq(&mail.raw.0));
    let columns: InboundColumns = known.select(InboundColumns::as_select()).first(c)?;
    columns.into_mail().map(InboundInsertion::Known)
}

/// Writes what became of a mail: its state, error, attempts and ticket. Once processed or held back it is not offered
/// for reading any more; for another try later see [`postpone`].
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn update(c: &mut Connection, mail: &InboundMail) -> Result<(), StoreError> {
    let row = inbound_mail::table.find(mail.id);
    let change = (
        inbound_mail::state.eq(word(&mail.state)?),
        inbound_mail::error.eq(storable_option(mail.error.as_deref())),
        inbound_mail::attempts.eq(mail.attempts),
        inbound_mail::ticket_id.eq(mail.ticket_id),
    );
    let rows = match mail.state {
        InboundState::Processed | InboundState::Quarantined | InboundState::Discarded => {
            let change = (change, inbound_mail::next_read_at.eq(None::<At>));
            Prepared(diesel::update(row).set(change)).execute(c)?
        }
        InboundState::Received | InboundState::Failed => {
            Prepared(diesel::update(row).set(change)).execute(c)?
        }
    };
    if rows == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}
