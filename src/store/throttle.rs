//! Counters of tries, shared by every node on this database.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::dialect::OnBoth;
use super::schema::throttle;
use super::sql_type::At;
use super::{Connection, StoreError};
use crate::sla::Instant;

/// Counts a try, and gives when its counter began and how many there are with it. A counter that began a window ago or
/// earlier begins anew.
///
/// # Errors
/// [`StoreError`].
pub fn count(
    c: &mut Connection,
    subject: &str,
    window: TimeDelta,
    now: Instant,
) -> Result<(Instant, i32), StoreError> {
    let row = (throttle::subject.eq(subject), throttle::since.eq(At(now)), throttle::tries.eq(0));
    let insert = diesel::insert_into(throttle::table).values(row).on_conflict(throttle::subject).do_nothing();
    OnBoth(insert).execute(c)?;
    let over = throttle::table.find(subject).filter(throttle::since.le(At(now - window)));
    diesel::update(over).set((throttle::since.eq(At(now)), throttle::tries.eq(0))).execute(c)?;
    // From here on the row is ours until the transaction ends, so that two tries at once get two numbers.
    diesel::update(throttle::table.find(subject)).set(throttle::tries.eq(throttle::tries + 1)).execute(c)?;
    let (since, tries): (At, i32) =
        throttle::table.find(subject).select((throttle::since, throttle::tries)).first(c)?;
    Ok((since.0, tries))
}

/// Takes one try back.
///
/// # Errors
/// [`StoreError`].
pub fn take_back(c: &mut Connection, subject: &str) -> Result<(), StoreError> {
    let counted = throttle::table.find(subject).filter(throttle::tries.gt(0));
    diesel::update(counted).set(throttle::tries.eq(throttle::tries - 1)).execute(c)?;
    Ok(())
}

/// Forgets a counter.
///
/// # Errors
/// [`StoreError`].
pub fn forget(c: &mut Connection, subject: &str) -> Result<(), StoreError> {
    diesel::delete(throttle::table.find(subject)).execute(c)?;
    Ok(())
}

/// Forgets counters that began before an instant.
///
/// # Errors
/// [`StoreError`].
pub fn purge(c: &mut Connection, before: Instant) -> Result<usize, StoreError> {
    Ok(diesel::delete(throttle::table.filter(throttle::since.lt(At(before)))).execute(c)?)
}
