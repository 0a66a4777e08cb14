//! When a ticket last changed, as far as somebody may know: what goes on inside moves no customer's list.
//!
//! A row of `ticket_internal_change` says that the change that made a version of a ticket was internal, and when the
//! last one was that its customer may know. It holds for that version only, so every other change needs no row.

use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;

use crate::domain::{Ticket, Viewer};
use crate::sla::Instant;
use crate::store::schema::ticket_internal_change as internal;
use crate::store::sql_type::{At, SqlInstant};
use crate::store::{Connection, StoreError};

const FOR_CUSTOMERS: &str = "coalesce((SELECT known_at FROM ticket_internal_change AS internal
    WHERE internal.ticket_id = ticket.id AND internal.version = ticket.version), ticket.updated_at)";

/// The last change of each ticket of a query, for its viewer. Never later than `ticket.updated_at`.
pub(super) fn known_to(viewer: Viewer) -> SqlLiteral<SqlInstant> {
    sql(if viewer.is_staff() { "ticket.updated_at" } else { FOR_CUSTOMERS })
}

/// When a ticket last changed, as far as the viewer may know.
///
/// # Errors
/// [`StoreError`].
pub fn last_change(c: &mut Connection, viewer: Viewer, ticket: &Ticket) -> Result<Instant, StoreError> {
    if viewer.is_staff() { Ok(ticket.updated_at) } else { last_for_customers(c, ticket) }
}

/// Writes that the change from one version of a ticket to another is none that its customer may know.
///
/// # Errors
/// [`StoreError`].
pub fn set_internal(c: &mut Connection, before: &Ticket, after: &Ticket) -> Result<(), StoreError> {
    let known_at = At(last_for_customers(c, before)?);
    diesel::delete(internal::table.find(after.id)).execute(c)?;
    let row = (
        internal::ticket_id.eq(after.id),
        internal::version.eq(after.version),
        internal::known_at.eq(known_at),
    );
    diesel::insert_into(internal::table).values(row).execute(c)?;
    Ok(())
}

fn last_for_customers(c: &mut Connection, ticket: &Ticket) -> Result<Instant, StoreError> {
    let row = internal::table.find(ticket.id).filter(internal::version.eq(ticket.version));
    let known: Option<At> = row.select(internal::known_at).first(c).optional()?;
    Ok(known.map_or(ticket.updated_at, |At(at)| at))
}
