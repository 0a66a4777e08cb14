//! An administrator withdraws a holiday that was proclaimed.

use chrono::NaiveDate;

use super::HolidayChange;
use super::effect::Effect;
use crate::domain::Person;
use crate::service::{Context, ServiceError};
use crate::store::{self, Connection};

/// Makes a proclaimed day an ordinary one again. Clocks that run fall due as if it had never been proclaimed.
///
/// # Errors
/// [`ServiceError::Forbidden`] below an administrator, [`ServiceError::NotFound`] for a day that is not proclaimed,
/// [`ServiceError::Invalid`] for one that has begun.
pub fn withdraw_holiday(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    contract_key: &str,
    date: NaiveDate,
) -> Result<(), ServiceError> {
    let effect = Effect::find(c, cx, by, contract_key, HolidayChange::Withdraw(date))?;
    let proclaimed = store::holiday::list(c, contract_key)?;
    let standing = proclaimed.iter().find(|one| one.date == date && one.withdrawn.is_none());
    let standing = standing.ok_or(ServiceError::NotFound("holiday"))?;
    store::holiday::withdraw(c, standing.id, by.id, cx.now)?;
    effect.settle(c, cx, by, contract_key)
}
