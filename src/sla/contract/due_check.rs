//! No promise may be one that never comes due.

use chrono::{DateTime, NaiveDate, TimeDelta};

use super::{read_calendar::CalendarPart, reader::Table};
use crate::sla::{Band, ClockKind, Instant, Severity, Target, promise::due};

/// Notes a fault for every target that does not come due within ten years of the last date that the contract names.
///
/// After that date only rules speak, which repeat: what comes due then comes due always.
pub(super) fn every_target_comes_due(
    part: &CalendarPart,
    severities: &[Severity],
    top: &Table<'_>,
) -> Option<()> {
    let from = after_the_last_date(part);
    let tables = top.get("severity").and_then(|value| value.list(|element| element.table()))?;
    let mut outcome = Some(());
    for (severity, table) in
        severities.iter().zip(&tables).filter(|(severity, _)| !severity.covers().is_empty())
    {
        for clock in ClockKind::ALL {
            if let Some(message) = never_due(part, severity, *clock, from) {
                outcome = table.fault_at(clock.as_str(), message);
            }
        }
    }
    outcome
}

fn after_the_last_date(part: &CalendarPart) -> Instant {
    let last = part.calendar.holidays().last_explicit();
    // Any day will do where there are only rules.
    let day =
        last.and_then(|date| date.succ_opt()).or(NaiveDate::from_ymd_opt(2024, 1, 1)).unwrap_or_default();
    day.and_hms_opt(0, 0, 0).map_or(DateTime::UNIX_EPOCH, |midnight| midnight.and_utc())
}

fn never_due(part: &CalendarPart, severity: &Severity, clock: ClockKind, from: Instant) -> Option<String> {
    let (calendar, covers) = (&part.calendar, severity.covers());
    let needs_office = |target: &Target| target.counts_days() && calendar.office_hours().is_empty();
    let targets =
        || Band::ALL.iter().map(|band| *severity.target(clock, *band)).filter(|target| target.has_clock());
    if let Some(target) = targets().find(needs_office) {
        return Some(format!("\"{target}\" needs business days; add [calendar.office_hours]"));
    }
    let ten_years = from + TimeDelta::days(3653);
    let comes = |target: &Target| {
        let start = calendar.next_in(covers, from);
        let due = start.and_then(|start| due(calendar, part.business_day, covers, *target, start, start));
        due.is_some_and(|due| due <= ten_years)
    };
    targets().find(|target| !comes(target)).map(|target| {
        format!(
            "\"{target}\" does not come due within ten years: the calendar has too little time in {covers}"
        )
    })
}
