//! The calendar of a contract file.

use chrono::{Datelike, NaiveDate, Weekday};
use chrono_tz::Tz;

use super::{
    read::Files,
    reader::{Table, Value},
};
use crate::sla::{
    BusinessDayRule, Calendar,
    calendar::{FIRST_YEAR, Holidays, LAST_EXPLICIT_YEAR, OfficeHours, Span, load_calendar_file},
    words,
};

pub(super) struct CalendarPart {
    pub calendar: Calendar,
    pub business_day: BusinessDayRule,
}

pub(super) fn calendar(table: &Table<'_>, files: Files<'_>) -> Option<CalendarPart> {
    let time_zone = table.required("time_zone", |value| value.parse_with(time_zone));
    let business_day = table.or("business_day", BusinessDayRule::Rolling, Value::parse);
    let holidays = table.or("holidays", Holidays::default(), |value| holidays(value, files));
    let office_hours =
        table.or("office_hours", OfficeHours::default(), |value| office_hours(&value.table()?));
    table.finish();
    let calendar = Calendar::new(time_zone?, office_hours?, holidays?);
    Some(CalendarPart { calendar, business_day: business_day? })
}

fn time_zone(text: &str) -> Result<Tz, String> {
    text.parse().map_err(|_| {
        let names: Vec<&str> = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
        let hint = words::nearest(text, &names)
            .map(|name| format!("; did you mean \"{name}\"?"))
            .unwrap_or_default();
        format!("\"{text}\" is not a time zone{hint} Write an IANA name like \"Europe/London\"")
    })
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];

fn office_hours(table: &Table<'_>) -> Option<OfficeHours> {
    let mut hours = OfficeHours::default();
    let read = WEEKDAYS.map(|(key, weekday)| {
        let spans = table.list(key, |span| span.parse_with(Span::parse))?;
        match hours.set(weekday, spans) {
            Ok(()) => Some(()),
            Err(message) => table.fault_at(key, message),
        }
    });
    table.finish();
    read.into_iter().collect::<Option<Vec<()>>>().map(|_| hours)
}

fn holidays(value: &Value<'_>, files: Files<'_>) -> Option<Holidays> {
    let mut holidays = Holidays::default();
    if value.is_text() {
        holiday(&mut holidays, value, files)?;
        return Some(holidays);
    }
    value.list(|element| holiday(&mut holidays, element, files))?;
    Some(holidays)
}

fn holiday(holidays: &mut Holidays, value: &Value<'_>, files: Files<'_>) -> Option<()> {
    if value.is_table() {
        let table = value.table()?;
        let day = table.required("date", |date| date.parse_with(day));
        let name = table.required("name", Value::words);
        table.finish();
        return add(holidays, day?, name?);
    }
    match value.text()? {
        "GB-ENG" => holidays.add_england(),
        file if file.to_ascii_lowercase().ends_with(".ics") => {
            let loaded = files(file).and_then(|text| {
                load_calendar_file(holidays, &text).map_err(|reason| format!("{file} {reason}"))
            });
            if let Err(reason) = loaded {
                return value.fault(reason);
            }
        }
        text => add(holidays, value.parse_with(day)?, format!("holiday of {text}"))?,
    }
    Some(())
}

enum Day {
    Yearly(u32, u32),
    Once(NaiveDate),
}

fn add(holidays: &mut Holidays, day: Day, name: String) -> Option<()> {
    match day {
        Day::Yearly(month, day) => holidays.add_yearly(month, day, name),
        Day::Once(date) => holidays.add_date(date, name),
    }
    Some(())
}

/// Reads "12-25" for every year, or "2026-12-24" for one.
fn day(text: &str) -> Result<Day, String> {
    let wrong = || {
        format!(
            "\"{text}\" is not a holiday; write \"GB-ENG\", a date of every year like \"12-25\", a date like \"2026-12-24\", or a calendar file like \"holidays.ics\""
        )
    };
    let digits =
        |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.split('-').collect::<Vec<_>>().as_slice() {
        [month, day] if digits(month, 2) && digits(day, 2) => {
            // 2024 is a leap year, so that 29 February may be written.
            let date = NaiveDate::parse_from_str(&format!("2024-{text}"), "%Y-%m-%d").map_err(|_| wrong())?;
            Ok(Day::Yearly(date.month(), date.day()))
        }
        [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => {
            let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| wrong())?;
            match (FIRST_YEAR..=LAST_EXPLICIT_YEAR).contains(&date.year()) {
                true => Ok(Day::Once(date)),
                false => {
                    Err(format!("\"{text}\" lies outside the years {FIRST_YEAR} to {LAST_EXPLICIT_YEAR}"))
                }
            }
        }
        _ => Err(wrong()),
    }
}
