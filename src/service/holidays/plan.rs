//! A change of the holidays: whether it is allowed, and which calendars it gives.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::HolidayChange;
use crate::domain::{ContractVersionId, Person};
use crate::service::administration::{clean_name, require_admin};
use crate::service::{Context, ServiceError};
use crate::sla::{Contract, LAST_EXPLICIT_YEAR};
use crate::store::{self, Connection};

/// A change that is allowed.
pub(super) struct Plan {
    /// The version that holds now, or the last one.
    pub(super) in_force: ContractVersionId,
    /// Every day that stands after it.
    pub(super) days: BTreeMap<NaiveDate, String>,
}

impl Plan {
    /// Looks whether a change is allowed.
    ///
    /// # Errors
    /// As [`proclaim_holiday`](super::proclaim_holiday) and [`withdraw_holiday`](super::withdraw_holiday).
    pub(super) fn make(
        c: &mut Connection,
        cx: &Context,
        by: &Person,
        contract_key: &str,
        change: HolidayChange,
    ) -> Result<Self, ServiceError> {
        require_admin(by)?;
        let versions = store::contract::list_versions(c, contract_key)?;
        let last = versions.last().ok_or(ServiceError::NotFound("contract"))?.id;
        let in_force = store::contract::id_in_force(c, contract_key, cx.now)?.unwrap_or(last);
        let contract = cx.contracts.get(c, in_force)?;
        let mut days = store::holiday::standing(c)?.remove(contract_key).unwrap_or_default();
        refuse_if_begun(&contract, cx, &change)?;
        for (version, _) in store::ticket::versions_kept(c, contract_key)? {
            let kept = cx.contracts.get(c, version)?;
            refuse_if_begun(&kept, cx, &change)?;
        }
        refuse_beyond_reach(change.date())?;
        match change {
            HolidayChange::Proclaim(date, name) => {
                refuse_if_holiday(&contract, date)?;
                days.insert(date, clean_name(&name)?);
            }
            HolidayChange::Withdraw(date) => {
                days.remove(&date).ok_or(ServiceError::NotFound("holiday"))?;
            }
        }
        Ok(Self { in_force, days })
    }
}

/// A day that has begun is what it was: clocks have counted in it, and people have relied on it. It begins where the
/// clocks of its tickets count: another version may have had another zone.
fn refuse_if_begun(contract: &Contract, cx: &Context, change: &HolidayChange) -> Result<(), ServiceError> {
    if change.date() > contract.calendar().local_date(cx.now) {
        return Ok(());
    }
    Err(ServiceError::invalid(
        "date",
        match change {
            HolidayChange::Proclaim(..) => {
                "Choose a day after today: clocks have counted in days that have begun. What was missed by a day that was \
                 proclaimed too late can be excused on the board."
            }
            HolidayChange::Withdraw(_) => {
                "This day has begun, so it stays a holiday: clocks have stood still in it."
            }
        },
    ))
}

/// Calendars name days up to a year, and compute nothing from those of later ones.
fn refuse_beyond_reach(date: NaiveDate) -> Result<(), ServiceError> {
    match date.year() <= LAST_EXPLICIT_YEAR {
        true => Ok(()),
        false => {
            Err(ServiceError::invalid("date", format!("Choose a day before {}.", LAST_EXPLICIT_YEAR + 1)))
        }
    }
}

fn refuse_if_holiday(contract: &Contract, date: NaiveDate) -> Result<(), ServiceError> {
    match contract.calendar().holiday(date) {
        None => Ok(()),
        Some(name) => Err(ServiceError::invalid("date", format!("This day is a holiday already: {name}."))),
    }
}
