//! Holidays that were proclaimed or withdrawn, and whose clocks are still to be moved, some tickets at a time.

use diesel::prelude::*;

use super::dialect;
use super::schema::holiday_sweep;
use super::{Connection, StoreError};
use crate::domain::{HolidayId, PersonId, TicketId};

/// A holiday under whose tickets somebody still has to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct HolidaySweep {
    /// The holiday.
    pub holiday_id: HolidayId,
    /// Who proclaimed or withdrew it.
    pub person_id: PersonId,
    /// The last ticket that was looked at, in the order of their ids; none before the first.
    pub after_ticket: Option<TicketId>,
}

/// Has every ticket looked at, from the first one on: also where a look was under way.
///
/// # Errors
/// [`StoreError`].
pub fn begin(c: &mut Connection, holiday: HolidayId, by: PersonId) -> Result<(), StoreError> {
    end(c, holiday)?;
    let row = (holiday_sweep::holiday_id.eq(holiday), holiday_sweep::person_id.eq(by));
    diesel::insert_into(holiday_sweep::table).values(row).execute(c)?;
    Ok(())
}

/// Whether any is under way.
///
/// # Errors
/// [`StoreError`].
pub fn is_any(c: &mut Connection) -> Result<bool, StoreError> {
    let first = holiday_sweep::table.select(holiday_sweep::holiday_id).limit(1);
    Ok(first.first::<HolidayId>(c).optional()?.is_some())
}

/// The one whose turn it is; on PostgreSQL locked, and without those that another node works on.
///
/// # Errors
/// [`StoreError`].
pub fn take(c: &mut Connection) -> Result<Option<HolidaySweep>, StoreError> {
    dialect::holiday_to_sweep(c)
}

/// Remembers how far it went.
///
/// # Errors
/// [`StoreError`].
pub fn go_on_after(c: &mut Connection, holiday: HolidayId, last: TicketId) -> Result<(), StoreError> {
    let change = holiday_sweep::after_ticket.eq(Some(last));
    diesel::update(holiday_sweep::table.find(holiday)).set(change).execute(c)?;
    Ok(())
}

/// Every ticket was looked at.
///
/// # Errors
/// [`StoreError`].
pub fn end(c: &mut Connection, holiday: HolidayId) -> Result<(), StoreError> {
    diesel::delete(holiday_sweep::table.find(holiday)).execute(c)?;
    Ok(())
}
