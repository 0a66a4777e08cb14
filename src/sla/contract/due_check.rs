//! No promise may be one that never comes due.

use chrono::{DateTime, NaiveDate, TimeDelta};

use super::{Contract, reader::Table};
use crate::sla::{Band, ClockKind, Instant, Severity, Target, promise::due};

/// Notes a fault for every target that does not come due within ten years of the last date that the contract names.
///
/// After that date only rules speak, which repeat: what comes due then comes due always.
pub(super) fn every_target_comes_due(contract: &Contract, top: &Table<'_>) -> bool {
    let from = after_the_last_date(contract);
    let tables =
        top.get("severity").and_then(|value| value.list(|element| element.table())).unwrap_or_default();
    let mut good = true;
    for (severity, table) in contract.severities.iter().zip(&tables) {
        if severity.covers().is_empty() {
            continue;
        }
        for clock in ClockKind::ALL {
            if let Some(message) = never_due(contract, severity, *clock, from) {
                good = false;
                table.fault_at::<()>(clock.as_str(), message);
            }
        }
    }
    good
}

fn after_the_last_date(contract: &Contract) -> Instant {
    let last = contract.calendar.holidays().last_explicit();
    // Any day will do where there are only rules.
    let day =
        last.and_then(|date| date.succ_opt()).or(NaiveDate::from_ymd_opt(2024, 1, 1)).unwrap_or_default();
    day.and_hms_opt(0, 0, 0).map_or(DateTime::UNIX_EPOCH, |midnight| midnight.and_utc())
}

fn never_due(contract: &Contract, severity: &Severity, clock: ClockKind, from: Instant) -> Option<String> {
    let needs_office = |target: &Target| target.counts_days() && contract.calendar.office_hours().is_empty();
    let targets =
        || Band::ALL.iter().map(|band| severity.target(clock, *band)).filter(|target| target.has_clock());
    if let Some(target) = targets().find(|target| needs_office(target)) {
        return Some(format!("\"{target}\" needs business days; add [calendar.office_hours]"));
    }
    let ten_years = from + TimeDelta::days(3653);
    let comes = |target: &&Target| {
        let start = contract.calendar.next_in(severity.covers(), from);
        let due = start.and_then(|start| {
            due(&contract.calendar, contract.business_day, severity.covers(), **target, start, start)
        });
        due.is_some_and(|due| due <= ten_years)
    };
    targets().find(|target| !comes(target)).map(|target| {
        format!(
            "\"{target}\" does not come due within ten years: the calendar has too little time in {}",
            severity.covers()
        )
    })
}
