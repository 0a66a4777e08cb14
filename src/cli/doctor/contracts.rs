//! Whether the agreements in force still name the days that they count by.

use chrono::{NaiveDate, TimeDelta};

use crate::app::App;
use crate::domain::Check;
use crate::service::ServiceError;
use crate::sla::{Contract, Instant};
use crate::store;

/// How long before the last named day somebody should add more.
const NOTICE: TimeDelta = TimeDelta::days(120);

/// One line for each agreement in force.
pub(super) async fn check(app: &App, now: Instant) -> Vec<Check> {
    let contracts = app.contracts.clone();
    let read = move |c: &mut store::Connection| -> Result<Vec<_>, ServiceError> {
        let versions = store::contract::list_in_force(c, now)?;
        versions.into_iter().map(|version| contracts.get(c, version.id)).collect()
    };
    match app.db.read(read).await {
        Ok(contracts) if contracts.is_empty() => vec![Check::failing(
            "agreements",
            "None is in force: no ticket can be opened.",
            "Add one with `punctual contract add FILE`; `punctual contract template NAME` prints one to begin with.",
        )],
        Ok(contracts) => contracts.iter().map(|contract| calendar(contract, now)).collect(),
        Err(error) => vec![Check::failing(
            "agreements",
            error.to_string(),
            "Check the agreement with `punctual contract check FILE` and add it again.",
        )],
    }
}

fn calendar(contract: &Contract, now: Instant) -> Check {
    let name = format!("agreement {}", contract.key());
    let today = contract.calendar().local_date(now);
    lasting(name, contract.calendar().holidays_end(), today)
}

fn lasting(name: String, last: Option<NaiveDate>, today: NaiveDate) -> Check {
    let remedy = "Add a version of the agreement that names the holidays of the years to come: without them every weekday counts as a business day.";
    match last {
        Some(last) if last < today => {
            Check::failing(name, format!("Its calendar names no holiday after {last}."), remedy)
        }
        Some(last) if last - today < NOTICE => {
            Check::warning(name, format!("Its calendar names holidays up to {last} only."), remedy)
        }
        Some(last) => Check::well(name, format!("Its calendar names holidays up to {last}.")),
        None => Check::well(name, "Its holidays follow rules without an end."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Condition;

    #[test]
    fn a_calendar_without_years_left_is_told_in_time() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (last, condition) in [
            (None, Condition::Well),
            (Some("2027-12-28"), Condition::Well),
            (Some("2026-12-28"), Condition::Warning),
            (Some("2026-11-21"), Condition::Failing),
        ] {
            let check = lasting("agreement x".to_owned(), last.map(day), day("2026-11-22"));
            assert_eq!(check.condition, condition, "{last:?}");
        }
    }
}
