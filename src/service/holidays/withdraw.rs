//! An administrator withdraws a holiday that was proclaimed.

use chrono::NaiveDate;
use serde_json::json;

use super::HolidayChange;
use super::plan::Plan;
use crate::domain::{AuditAction, Person};
use crate::service::{Context, ServiceError, audit};
use crate::store::{self, Connection};

/// Makes a proclaimed day an ordinary one again. Clocks that run fall due as if it had never been proclaimed, once
/// [`sweep_holidays`](super::sweep_holidays) has looked at them.
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
    store::holiday::lock(c)?;
    let plan = Plan::make(c, cx, by, contract_key, HolidayChange::Withdraw(date))?;
    let proclaimed = store::holiday::list(c, contract_key)?;
    let standing = proclaimed.iter().find(|one| one.date == date && one.withdrawn.is_none());
    let standing = standing.ok_or(ServiceError::NotFound("holiday"))?;
    store::holiday::withdraw(c, standing.id, by.id, cx.now)?;
    store::holiday_sweep::begin(c, standing.id, by.id)?;
    let detail = json!({ "key": contract_key, "date": date });
    audit(c, cx, by, AuditAction::HolidayWithdrawn, plan.in_force, &detail)
}
