//! A day off that was proclaimed for one agreement, some weeks after the demonstration begins.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::domain::Person;
use crate::service::{self, Context, ServiceError};
use crate::store::Connection;

/// The agreement.
const AGREEMENT: &str = "discount-kit";
/// How long after the history's beginning the day comes at the earliest: late enough to move no clock of the
/// demonstration.
const AFTER: Days = Days::new(10 * 7);

/// Proclaims it in the name of an administrator.
///
/// # Errors
/// [`ServiceError`], where the database is at fault.
pub(super) fn proclaim(c: &mut Connection, cx: &Context, by: &Person) -> Result<(), ServiceError> {
    let earliest = cx.now.date_naive().checked_add_days(AFTER).unwrap_or(NaiveDate::MAX);
    let mut tuesdays = earliest.iter_days().filter(|date| date.weekday() == Weekday::Tue);
    for date in tuesdays.by_ref().take(4) {
        match service::proclaim_holiday(c, cx, by, AGREEMENT, date, "Day of the company’s anniversary") {
            // That Tuesday is a holiday already: the next one is not.
            Err(ServiceError::Invalid(_)) => {}
            proclaimed => return proclaimed.map(|_| ()),
        }
    }
    Ok(())
}
