//! The agreement as tables that a person can read, with what is covered right now.

use askama::Template;
use chrono::{Datelike, Days};

use crate::sla::{Band, ClockKind, Contract, Instant, Severity, Target};
use crate::web::view::{Moment, SeverityMark, Shell, labels, zone_name};

/// What one severity promises.
#[derive(Debug, Clone)]
pub struct Row {
    /// The severity.
    pub severity: SeverityMark,
    /// The contract's description.
    pub description: String,
    /// When it is served, in words.
    pub covered: String,
    /// Whether it is served at this very moment.
    pub is_covered_now: bool,
    /// When that changes next; none where it never does.
    pub changes: Option<Moment>,
    /// First response, in words.
    pub respond: Vec<String>,
    /// Updates, in words.
    pub update: Vec<String>,
    /// Resolution, in words.
    pub resolve: Vec<String>,
}

/// One of the coming days.
#[derive(Debug, Clone)]
pub struct Day {
    /// `Mon 23 Nov`.
    pub date: String,
    /// The office hours, or why there are none.
    pub hours: String,
    /// Whether there are any.
    pub is_open: bool,
    /// Whether it is today.
    pub is_today: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "portal/agreement.html")]
pub struct AgreementPage {
    /// What is around it.
    pub shell: Shell,
    /// The agreement's name.
    pub name: String,
    /// Who made the promises.
    pub provider: String,
    /// What each severity promises, most severe first.
    pub rows: Vec<Row>,
    /// Today and the days to come.
    pub days: Vec<Day>,
    /// `office hours`, `weekend`: what it is at this moment.
    pub band: &'static str,
    /// When office hours open next, if they are closed.
    pub opens: Option<Moment>,
    /// In which zone office hours are written.
    pub zone: String,
    /// The severity that emails start with.
    pub email_severity: String,
}

/// Reads a contract into the page. Office hours are in the contract's zone.
#[must_use]
pub fn agreement_tables(
    shell: Shell,
    contract: &Contract,
    now: Instant,
    reader: chrono_tz::Tz,
) -> AgreementPage {
    let calendar = contract.calendar();
    let band = calendar.band(now);
    AgreementPage {
        shell,
        name: contract.name().to_owned(),
        provider: contract.provider().to_owned(),
        rows: contract.severities().iter().map(|severity| row(contract, severity, now, reader)).collect(),
        days: days(contract, now),
        band: band_label(band),
        opens: match band {
            Band::OfficeHours => None,
            _ => calendar.next_opening(now).map(|opens| Moment::new(opens, now, reader)),
        },
        zone: zone_name(calendar.time_zone()),
        email_severity: contract.email_severity().label(),
    }
}

fn row(contract: &Contract, severity: &Severity, now: Instant, reader: chrono_tz::Tz) -> Row {
    let (covers, calendar) = (severity.covers(), contract.calendar());
    let is_covered_now = covers.contains(calendar.band(now));
    let changes = match is_covered_now {
        true => {
            calendar.next_in(Band::ALL.iter().copied().filter(|band| !covers.contains(*band)).collect(), now)
        }
        false => contract.promise(severity, ClockKind::Respond, now).start,
    };
    Row {
        severity: SeverityMark::new(contract, severity.code()),
        description: severity.description().to_owned(),
        covered: match (covers.is_empty(), covers.is_everything()) {
            (true, _) => "not covered".to_owned(),
            (_, true) => "around the clock".to_owned(),
            _ => covers.iter().map(band_label).collect::<Vec<_>>().join(", "),
        },
        is_covered_now,
        changes: changes.map(|at| Moment::new(at, now, reader)),
        respond: targets(severity, ClockKind::Respond, "within "),
        update: targets(severity, ClockKind::Update, "every "),
        resolve: targets(severity, ClockKind::Resolve, "within "),
    }
}

/// One line where the target is the same at every covered hour, else one for each kind of hour.
fn targets(severity: &Severity, clock: ClockKind, before: &str) -> Vec<String> {
    let covered: Vec<(Band, &Target)> =
        severity.covers().iter().map(|band| (band, severity.target(clock, band))).collect();
    let Some((_, first)) = covered.first() else { return vec!["—".to_owned()] };
    if covered.iter().all(|(_, target)| target == first) {
        return vec![target_label(first, before)];
    }
    covered
        .iter()
        .map(|(band, target)| format!("{}: {}", band_label(*band), target_label(target, before)))
        .collect()
}

fn target_label(target: &Target, before: &str) -> String {
    match target {
        Target::None => "—".to_owned(),
        Target::Discretion => "as progress is made".to_owned(),
        Target::NextBusinessDay => "by the next business day".to_owned(),
        other => format!("{before}{}", labels::target_in_words(&other.to_string())),
    }
}

fn band_label(band: Band) -> &'static str {
    match band {
        Band::BankHoliday => "bank holidays",
        Band::Weekend => "weekends",
        Band::OfficeHours => "office hours",
        Band::OutOfHours => "out of hours",
    }
}

fn days(contract: &Contract, now: Instant) -> Vec<Day> {
    let calendar = contract.calendar();
    let today = now.with_timezone(&calendar.time_zone()).date_naive();
    let dates = (0..10).filter_map(|ahead| today.checked_add_days(Days::new(ahead)));
    dates
        .map(|date| {
            let spans = calendar.office_hours().on(date.weekday());
            let holiday = calendar.holiday(date);
            let hours = match (holiday, spans.is_empty()) {
                (Some(name), _) => format!("closed: {name}"),
                (None, true) => "closed".to_owned(),
                (None, false) => {
                    spans.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ").replace('-', "–")
                }
            };
            Day {
                date: date.format("%a %-d %b").to_string(),
                is_open: holiday.is_none() && !spans.is_empty(),
                hours,
                is_today: date == today,
            }
        })
        .collect()
}
