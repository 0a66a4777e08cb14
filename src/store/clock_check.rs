//! What the database knows about the time, to judge a machine's clock by.

use diesel::dsl::max;
use diesel::prelude::*;

use super::schema::{audit_entry, ticket};
use super::sql_type::At;
use super::{Connection, StoreError, dialect};
use crate::sla::Instant;

/// The latest instant that anybody has written: no right clock shows less.
///
/// # Errors
/// [`StoreError`].
pub fn latest_written(c: &mut Connection) -> Result<Option<Instant>, StoreError> {
    let ticket: Option<At> = ticket::table.select(max(ticket::updated_at)).first(c)?;
    let last = audit_entry::table.order(audit_entry::number.desc()).select(audit_entry::at);
    let entry: Option<At> = last.first(c).optional()?;
    Ok(ticket.into_iter().chain(entry).map(|at| at.0).max())
}

/// What the clock of the database server shows; none for an embedded database, which has none of its own.
///
/// # Errors
/// [`StoreError`].
pub fn of_server(c: &mut Connection) -> Result<Option<Instant>, StoreError> {
    dialect::server_clock(c)
}
