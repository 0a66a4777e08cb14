//! An administrator proclaims a holiday.

use chrono::NaiveDate;
use serde_json::json;

use super::HolidayChange;
use super::plan::Plan;
use crate::domain::{AuditAction, HolidayId, Person, ProclaimedHoliday};
use crate::service::administration::clean_name;
use crate::service::{Context, ServiceError, audit};
use crate::store::{self, Connection};

/// Makes a day a holiday in every version of an agreement, from its first instant in the agreement's zone. Clocks that
/// run fall due by the new calendar, once [`sweep_holidays`](super::sweep_holidays) has looked at them; what was recorded
/// stays.
///
/// # Errors
/// [`ServiceError::Forbidden`] below an administrator, [`ServiceError::NotFound`] for an agreement that is not,
/// [`ServiceError::Invalid`] for a day that has begun or is a holiday already, and for a name that is none.
pub fn proclaim_holiday(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    contract_key: &str,
    date: NaiveDate,
    name: &str,
) -> Result<ProclaimedHoliday, ServiceError> {
    let name = clean_name(name)?;
    let wanted = HolidayChange::Proclaim(date, name.clone());
    store::holiday::lock(c)?;
    let plan = Plan::make(c, cx, by, contract_key, wanted)?;
    let holiday = ProclaimedHoliday {
        id: HolidayId::new(cx.now),
        contract_key: contract_key.to_owned(),
        date,
        name,
        proclaimed_by: by.id,
        proclaimed_at: cx.now,
        withdrawn: None,
    };
    store::holiday::insert(c, &holiday)?;
    store::holiday_sweep::begin(c, holiday.id, by.id)?;
    let detail = json!({ "key": contract_key, "date": date });
    audit(c, cx, by, AuditAction::HolidayProclaimed, plan.in_force, &detail)?;
    Ok(holiday)
}
