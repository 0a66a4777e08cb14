//! Addresses that nobody has, as mail to them keeps coming back.

use diesel::prelude::*;

use super::dialect::OnBoth;
use super::schema::address_mark;
use super::sql_type::At;
use super::text::storable;
use super::{Connection, StoreError};
use crate::domain::EmailAddress;
use crate::sla::Instant;

/// Marks an address; false if it is marked already.
///
/// # Errors
/// [`StoreError`].
pub fn put(c: &mut Connection, address: &EmailAddress, at: Instant) -> Result<bool, StoreError> {
    let row = (address_mark::address.eq(storable(address.as_str())), address_mark::marked_at.eq(At(at)));
    let insert =
        diesel::insert_into(address_mark::table).values(row).on_conflict(address_mark::address).do_nothing();
    if OnBoth(insert).execute(c)? == 1 {
        return Ok(true);
    }
    let cleared = address_mark::table.find(address.as_str()).filter(address_mark::cleared_at.is_not_null());
    let change = (address_mark::marked_at.eq(At(at)), address_mark::cleared_at.eq(None::<At>));
    Ok(diesel::update(cleared).set(change).execute(c)? == 1)
}

/// Since when an address is marked; none where it is not, or not any more.
///
/// # Errors
/// [`StoreError`].
pub fn find(c: &mut Connection, address: &EmailAddress) -> Result<Option<Instant>, StoreError> {
    let marked = address_mark::table.find(address.as_str()).filter(address_mark::cleared_at.is_null());
    let at: Option<At> = marked.select(address_mark::marked_at).first(c).optional()?;
    Ok(at.map(|at| at.0))
}

/// Takes a mark away: what came back until now counts no more. False where there is none.
///
/// # Errors
/// [`StoreError`].
pub fn clear(c: &mut Connection, address: &EmailAddress, at: Instant) -> Result<bool, StoreError> {
    let marked = address_mark::table.find(address.as_str()).filter(address_mark::cleared_at.is_null());
    Ok(diesel::update(marked).set(address_mark::cleared_at.eq(Some(At(at)))).execute(c)? == 1)
}

/// When the mark of an address was last taken away.
///
/// # Errors
/// [`StoreError`].
pub fn cleared_at(c: &mut Connection, address: &EmailAddress) -> Result<Option<Instant>, StoreError> {
    let at: Option<Option<At>> =
        address_mark::table.find(address.as_str()).select(address_mark::cleared_at).first(c).optional()?;
    Ok(at.flatten().map(|at| at.0))
}
