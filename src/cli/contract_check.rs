//! `punctual contract check`: prints an agreement back as tables, or every fault of its file.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use chrono::{Datelike, Days, NaiveDate, TimeDelta, TimeZone, Utc, Weekday};

use super::{Failure, contract_file::read_contract, contract_terms, output::print, table::Table};
use crate::{
    clock::system_now,
    sla::{Band, Calendar, ClockKind, Contract, HoldOver, Instant, Severity, Target, parse_instant},
};

/// Arguments of `punctual contract check`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The contract file (TOML); calendars that it names lie beside it.
    file: PathBuf,
    /// Shows examples around the first bank holiday after this instant (RFC 3339); without it, after now.
    #[arg(long, value_name = "RFC3339", value_parser = parse_instant)]
    at: Option<Instant>,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let contract = read_contract(&args.file)?;
    let now = args.at.unwrap_or_else(system_now);
    print(|out| {
        head(out, &contract)?;
        writeln!(out, "\nWhen each severity is answered, by the kind of time in which it is reported\n")?;
        write!(out, "{}", by_kind_of_day(&contract))?;
        writeln!(out, "\nWhat is promised\n")?;
        write!(out, "{}", targets(&contract))?;
        examples(out, &contract, now)?;
        contract_terms::write(out, contract.terms())
    })
}

fn head(out: &mut dyn Write, contract: &Contract) -> io::Result<()> {
    let calendar = contract.calendar();
    writeln!(out, "{} ({})", contract.name(), contract.key())?;
    writeln!(out, "by {}, in the time of {}\n", contract.provider(), calendar.time_zone())?;
    for weekday in (0..7).filter_map(|day| Weekday::try_from(day).ok()) {
        let spans: Vec<String> =
            calendar.office_hours().on(weekday).iter().map(ToString::to_string).collect();
        let spans = if spans.is_empty() { "weekend".to_owned() } else { spans.join(", ") };
        writeln!(out, "  {weekday}  {spans}")?;
    }
    let held_over = match contract.hold_over() {
        HoldOver::NextWorkingDay => "to the next opening of office hours",
        HoldOver::NextCovered => "to the next covered time",
    };
    writeln!(out, "\n  What is not covered is held over {held_over}.")?;
    writeln!(
        out,
        "  A response is a {}.",
        match contract.response_met_by() {
            crate::sla::ResponseMetBy::Reply => "person's reply",
            crate::sla::ResponseMetBy::Acknowledgement => "person's reply or acknowledgement",
        }
    )?;
    writeln!(out, "  Email starts as {}.", contract.email_severity().code())
}

/// The bands in the order in which people think of them.
const BANDS: [Band; 4] = [Band::OfficeHours, Band::OutOfHours, Band::Weekend, Band::BankHoliday];

fn by_kind_of_day(contract: &Contract) -> Table {
    let mut table = Table::new(&["Severity", "Office hours", "Out of hours", "Weekend", "Bank holiday"]);
    for severity in contract.severities() {
        let cell = |band: &Band| match severity.target(ClockKind::Respond, *band) {
            _ if severity.covers().is_empty() => "outside the agreement".to_owned(),
            target if severity.covers().contains(*band) => target.to_string(),
            target => format!("held over, {target}"),
        };
        table.row(std::iter::once(severity.code().to_string()).chain(BANDS.iter().map(cell)));
    }
    table
}

fn targets(contract: &Contract) -> Table {
    let mut table = Table::new(&["Severity", "Counted in", "Respond", "Update", "Resolve", "Wakes someone"]);
    for severity in contract.severities() {
        let clocks = ClockKind::ALL.iter().map(|clock| target_in_words(severity, *clock));
        let names = [severity.code().to_string(), severity.covers().to_string()];
        let outside = severity.covers().iter().any(|band| band != Band::OfficeHours);
        let pages = if severity.pages() && outside { "yes" } else { "no" };
        table.row(names.into_iter().chain(clocks).chain([pages.to_owned()]));
    }
    table
}

/// One target, or the target of each band where they differ: "30m in office hours, else 2h".
fn target_in_words(severity: &Severity, clock: ClockKind) -> String {
    let of = |band: Band| *severity.target(clock, band);
    let office = of(Band::OfficeHours);
    let others: Vec<(Band, Target)> = BANDS.iter().skip(1).map(|band| (*band, of(*band))).collect();
    match others.first() {
        Some((_, first)) if others.iter().all(|(_, target)| target == first) => match *first == office {
            true => office.to_string(),
            false => format!("{office} in office hours, else {first}"),
        },
        _ => {
            let parts = others.iter().map(|(band, target)| format!("{} {target}", band.label()));
            format!("office hours {office}, {}", parts.collect::<Vec<_>>().join(", "))
        }
    }
}

fn examples(out: &mut dyn Write, contract: &Contract, now: Instant) -> io::Result<()> {
    let calendar = contract.calendar();
    let today = calendar.local_date(now);
    let holiday = today.iter_days().take(3660).find(|date| calendar.holiday(*date).is_some());
    match holiday.and_then(|date| calendar.holiday(date)) {
        Some(name) => {
            let date = holiday.unwrap_or(today).format("%a %-d %b %Y");
            writeln!(out, "\nExamples around the next bank holiday, {name} on {date}\n")?;
        }
        None => writeln!(out, "\nExamples from today on; no bank holiday comes within ten years\n")?,
    }
    let mut table = Table::new(&["Reported", "Kind of time", "Severity", "Clock starts", "Answer due"]);
    for event in events(calendar, holiday.unwrap_or(today)) {
        for severity in contract.severities() {
            let promise = contract.promise(severity, ClockKind::Respond, event);
            let shown =
                |at: Option<Instant>, none: &str| at.map_or(none.to_owned(), |at| calendar.in_words(at));
            let none = if promise.start.is_some() {
                promise.target.to_string()
            } else {
                "outside the agreement".to_owned()
            };
            let start = shown(promise.start, "never");
            table.row([
                calendar.in_words(event),
                promise.band.label().to_owned(),
                severity.code().to_string(),
                if promise.held_over { format!("{start} (held over)") } else { start },
                shown(promise.due, &none),
            ]);
        }
    }
    write!(out, "{table}")
}

/// An hour before the last close before the day, late that evening, at noon of the day, and at noon of the next
/// weekend.
fn events(calendar: &Calendar, day: NaiveDate) -> Vec<Instant> {
    let days_before = (1..14).filter_map(|back| day.checked_sub_days(Days::new(back)));
    let eve = days_before.into_iter().find(|date| calendar.is_business_day(*date));
    let weekend = |date: &NaiveDate| {
        calendar.office_hours().on(date.weekday()).is_empty() && calendar.holiday(*date).is_none()
    };
    let last_hour = eve.and_then(|eve| {
        let close = calendar.office_hours().on(eve.weekday()).last()?.close();
        local(calendar, eve, close.saturating_sub(3600))
    });
    let late = eve.and_then(|eve| local(calendar, eve, 22 * 3600));
    let noon = local(calendar, day, 12 * 3600);
    let weekend = day.iter_days().take(14).find(weekend).and_then(|date| local(calendar, date, 12 * 3600));
    let mut events: Vec<Instant> = [last_hour, late, noon, weekend].into_iter().flatten().collect();
    events.sort_unstable();
    events.dedup();
    events
}

/// The first instant at which the wall clock shows this second of the day, if it ever does.
fn local(calendar: &Calendar, date: NaiveDate, second: u32) -> Option<Instant> {
    let midnight = date.and_hms_opt(0, 0, 0)?;
    let shown = midnight.checked_add_signed(TimeDelta::seconds(i64::from(second)))?;
    calendar.time_zone().from_local_datetime(&shown).earliest().map(|at| at.with_timezone(&Utc))
}
