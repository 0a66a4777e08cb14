//! Holidays that were proclaimed, and those of them that stand.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::poison::readable;
use super::schema::proclaimed_holiday;
use super::sql_type::At;
use super::text::storable;
use super::word::Row;
use super::{Connection, StoreError, dialect};
use crate::domain::{HolidayId, PersonId, ProclaimedDays, ProclaimedHoliday};
use crate::sla::Instant;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = proclaimed_holiday)]
struct HolidayColumns {
    id: HolidayId,
    contract_key: String,
    date: String,
    name: String,
    proclaimed_by: PersonId,
    proclaimed_at: At,
    withdrawn_by: Option<PersonId>,
    withdrawn_at: Option<At>,
}

/// Writes a holiday that is proclaimed.
///
/// # Errors
/// [`StoreError::Unique`] where that day of that agreement is proclaimed already.
pub fn insert(c: &mut Connection, holiday: &ProclaimedHoliday) -> Result<(), StoreError> {
    let columns = HolidayColumns {
        id: holiday.id,
        contract_key: holiday.contract_key.clone(),
        date: holiday.date.to_string(),
        name: storable(&holiday.name),
        proclaimed_by: holiday.proclaimed_by,
        proclaimed_at: At(holiday.proclaimed_at),
        withdrawn_by: holiday.withdrawn.map(|(by, _)| by),
        withdrawn_at: holiday.withdrawn.map(|(_, at)| At(at)),
    };
    diesel::insert_into(proclaimed_holiday::table).values(columns).execute(c)?;
    Ok(())
}

/// Writes who withdrew a holiday, and when.
///
/// # Errors
/// [`StoreError`].
pub fn withdraw(c: &mut Connection, id: HolidayId, by: PersonId, at: Instant) -> Result<(), StoreError> {
    let change =
        (proclaimed_holiday::withdrawn_by.eq(Some(by)), proclaimed_holiday::withdrawn_at.eq(Some(At(at))));
    diesel::update(proclaimed_holiday::table.find(id)).set(change).execute(c)?;
    Ok(())
}

/// Every holiday that was ever proclaimed for an agreement, the latest day first.
///
/// # Errors
/// [`StoreError::Corrupt`] if one cannot be read.
pub fn list(c: &mut Connection, contract_key: &str) -> Result<Vec<ProclaimedHoliday>, StoreError> {
    let query = proclaimed_holiday::table
        .filter(proclaimed_holiday::contract_key.eq(contract_key))
        .order((proclaimed_holiday::date.desc(), proclaimed_holiday::proclaimed_at.desc()))
        .select(HolidayColumns::as_select());
    query.load(c)?.into_iter().map(read).collect()
}

/// Keeps everybody from changing tickets by the days that stand so far, until this transaction ends; waits for those who
/// do. Taken before anything else is locked, and held for short.
///
/// # Errors
/// [`StoreError`].
pub fn lock(c: &mut Connection) -> Result<(), StoreError> {
    dialect::lock_holidays(c)
}

/// One holiday, whatever became of it.
///
/// # Errors
/// [`StoreError::NotFound`], [`StoreError::Corrupt`].
pub fn find(c: &mut Connection, id: HolidayId) -> Result<ProclaimedHoliday, StoreError> {
    read(proclaimed_holiday::table.find(id).select(HolidayColumns::as_select()).first(c)?)
}

/// The days that stand, of every agreement, as far as they can be read: one that cannot stops no clock. There are few:
/// they are read once for each request. Who changes tickets by them holds them until the transaction ends: no day is
/// proclaimed meanwhile.
///
/// # Errors
/// [`StoreError`].
pub fn standing(c: &mut Connection) -> Result<ProclaimedDays, StoreError> {
    dialect::hold_holidays(c)?;
    let query = proclaimed_holiday::table
        .filter(proclaimed_holiday::withdrawn_at.is_null())
        .select(HolidayColumns::as_select());
    let mut days = ProclaimedDays::new();
    let rows: Vec<HolidayColumns> = query.load(c)?;
    for holiday in readable(rows.into_iter().map(read))? {
        days.entry(holiday.contract_key).or_default().insert(holiday.date, holiday.name);
    }
    Ok(days)
}

fn read(columns: HolidayColumns) -> Result<ProclaimedHoliday, StoreError> {
    let row = Row { table: "proclaimed_holiday", id: &columns.id };
    let date: NaiveDate = columns.date.parse().map_err(|_| row.corrupt())?;
    Ok(ProclaimedHoliday {
        id: columns.id,
        contract_key: columns.contract_key,
        date,
        name: columns.name,
        proclaimed_by: columns.proclaimed_by,
        proclaimed_at: columns.proclaimed_at.0,
        withdrawn: columns.withdrawn_by.zip(columns.withdrawn_at.map(|at| at.0)),
    })
}
