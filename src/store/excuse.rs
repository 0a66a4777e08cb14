//! Excuses for broken promises.

use diesel::prelude::*;

use super::dialect::OnBoth;
use super::schema::excuse;
use super::sql_type::At;
use super::text::storable;
use super::{Connection, StoreError};
use crate::domain::{Excuse, PersonId, PromiseId};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = excuse)]
struct ExcuseColumns {
    promise_id: PromiseId,
    cause: String,
    evidence: String,
    excused_by: PersonId,
    excused_at: At,
}

/// Writes an excuse; false where the promise is excused already.
///
/// # Errors
/// [`StoreError::MissingReference`] for a promise or a person that is not there.
pub fn insert(c: &mut Connection, excuse: &Excuse) -> Result<bool, StoreError> {
    let columns = ExcuseColumns {
        promise_id: excuse.promise_id,
        cause: storable(&excuse.cause),
        evidence: storable(&excuse.evidence),
        excused_by: excuse.excused_by,
        excused_at: At(excuse.excused_at),
    };
    let insert =
        diesel::insert_into(excuse::table).values(columns).on_conflict(excuse::promise_id).do_nothing();
    Ok(OnBoth(insert).execute(c)? == 1)
}

/// Takes an excuse back; false where there is none.
///
/// # Errors
/// [`StoreError`].
pub fn delete(c: &mut Connection, promise: PromiseId) -> Result<bool, StoreError> {
    Ok(diesel::delete(excuse::table.find(promise)).execute(c)? == 1)
}

/// The excuses of these promises.
///
/// # Errors
/// [`StoreError`].
pub fn of(c: &mut Connection, promises: &[PromiseId]) -> Result<Vec<Excuse>, StoreError> {
    let query = excuse::table
        .filter(excuse::promise_id.eq_any(promises.to_vec()))
        .order(excuse::promise_id)
        .select(ExcuseColumns::as_select());
    let rows: Vec<ExcuseColumns> = query.load(c)?;
    Ok(rows.into_iter().map(read).collect())
}

/// Every promise that is excused; there are few.
///
/// # Errors
/// [`StoreError`].
pub fn excused(c: &mut Connection) -> Result<Vec<PromiseId>, StoreError> {
    Ok(excuse::table.select(excuse::promise_id).load(c)?)
}

fn read(columns: ExcuseColumns) -> Excuse {
    Excuse {
        promise_id: columns.promise_id,
        cause: columns.cause,
        evidence: columns.evidence,
        excused_by: columns.excused_by,
        excused_at: columns.excused_at.0,
    }
}
