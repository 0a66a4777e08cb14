//! An administrator proclaims a holiday.

use chrono::NaiveDate;

use super::HolidayChange;
use super::effect::Effect;
use crate::domain::{HolidayId, Person, ProclaimedHoliday};
use crate::service::administration::clean_name;
use crate::service::{Context, ServiceError};
use crate::store::{self, Connection};

/// Makes a day a holiday in every version of an agreement, from its first instant in the agreement's zone. Clocks that
/// run fall due by the new calendar; what was recorded stays.
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
    let effect = Effect::find(c, cx, by, contract_key, wanted)?;
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
    effect.settle(c, cx, by, contract_key)?;
    Ok(holiday)
}
