//! Holidays out of calendar files (iCalendar, RFC 5545), as authorities and office calendars give them.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use icalendar::parser::{Component, read_calendar, unfold};
use rrule::{RRule, Tz, Unvalidated};

use super::{FIRST_YEAR, Holidays, LAST_YEAR};

/// A holiday of so many days is a mistake.
const LONGEST_DAYS: i64 = 366;

/// Adds every event of the file as holidays. Only whole-day events are holidays; cancelled ones are left out.
///
/// # Errors
/// What can't be used in the file, and in which event. Nothing is left out silently.
pub(crate) fn load(holidays: &mut Holidays, text: &str) -> Result<(), String> {
    let text = unfold(text.trim_start_matches('\u{feff}'));
    let calendar = read_calendar(&text).map_err(|error| {
        let reason = error.lines().next().unwrap_or_default().to_owned();
        format!("is not an iCalendar file ({reason})")
    })?;
    let events = calendar.components.iter().filter(|component| component.name == "VEVENT");
    let mut count = 0;
    for event in events {
        count += 1;
        let title = || {
            value(event, "SUMMARY")
                .map_or(format!("event {count}"), |name| format!("event {count} (\"{name}\")"))
        };
        add(holidays, event).map_err(|reason| format!("{}: {reason}", title()))?;
    }
    if count == 0 {
        return Err("has no events".to_owned());
    }
    Ok(())
}

fn add(holidays: &mut Holidays, event: &Component<'_>) -> Result<(), String> {
    if value(event, "STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")) {
        return Ok(());
    }
    let first = whole_day(&value(event, "DTSTART").ok_or("has no DTSTART")?)?;
    let days = length(event, first)?;
    let name =
        value(event, "SUMMARY").filter(|name| !name.is_empty()).unwrap_or_else(|| "holiday".to_owned());
    let rule = value(event, "RRULE");
    let without_end = rule.as_ref().is_some_and(|rule| !rule.contains("COUNT=") && !rule.contains("UNTIL="));
    for start in starts(event, first, rule.as_deref())? {
        for date in
            start.iter_days().take(days).filter(|date| (FIRST_YEAR..=LAST_YEAR).contains(&date.year()))
        {
            match without_end {
                true => holidays.add_recurring(date, name.clone()),
                false => holidays.add_date(date, name.clone()),
            }
        }
    }
    Ok(())
}

/// How many days the event lasts. Its end, as the format has it, is the first day after it.
fn length(event: &Component<'_>, first: NaiveDate) -> Result<usize, String> {
    let days = match (value(event, "DTEND"), value(event, "DURATION")) {
        (Some(end), _) => whole_day(&end)?.signed_duration_since(first).num_days(),
        (None, Some(duration)) => {
            let number = |suffix| duration.strip_prefix('P')?.strip_suffix(suffix)?.parse::<i64>().ok();
            let weeks = number('W').and_then(|weeks| weeks.checked_mul(7));
            number('D').or(weeks).ok_or(format!("lasts {duration}; holidays are whole days"))?
        }
        (None, None) => 1,
    };
    // Some calendars write the same day as start and end.
    match days {
        0 => Ok(1),
        1..=LONGEST_DAYS => usize::try_from(days).map_err(|error| error.to_string()),
        _ => Err(format!("lasts {days} days; is its end right?")),
    }
}

/// The first days of the event and of its repetitions.
fn starts(event: &Component<'_>, first: NaiveDate, rule: Option<&str>) -> Result<Vec<NaiveDate>, String> {
    let except = dates(event, "EXDATE")?;
    let mut starts = dates(event, "RDATE")?;
    match rule {
        Some(rule) => starts.extend(repetitions(first, rule)?),
        None => starts.push(first),
    }
    starts.retain(|date| !except.contains(date));
    Ok(starts)
}

fn repetitions(first: NaiveDate, rule: &str) -> Result<Vec<NaiveDate>, String> {
    let upper = rule.to_ascii_uppercase();
    let by_day =
        ["YEARLY", "MONTHLY", "WEEKLY", "DAILY"].iter().any(|often| upper.contains(&format!("FREQ={often}")));
    if !by_day {
        return Err(format!("repeats by \"{rule}\"; holidays repeat by days, weeks, months or years"));
    }
    let unusable = |reason: String| format!("repeats by \"{rule}\", which can't be used ({reason})");
    let parsed: RRule<Unvalidated> =
        until_in_full(&upper).parse().map_err(|error: rrule::RRuleError| unusable(error.to_string()))?;
    let midnight = |date: NaiveDate| -> Option<DateTime<Tz>> {
        let utc: DateTime<Utc> = date.and_hms_opt(0, 0, 0)?.and_utc();
        Some(utc.with_timezone(&Tz::UTC))
    };
    let (Some(start), Some(end)) =
        (midnight(first), NaiveDate::from_ymd_opt(LAST_YEAR, 12, 31).and_then(midnight))
    else {
        return Err("starts out of range".to_owned());
    };
    let set = parsed.build(start).map_err(|error| unusable(error.to_string()))?;
    Ok(set.before(end).all(u16::MAX).dates.iter().map(DateTime::date_naive).collect())
}

/// Rules of whole days may end by a date alone; the library that unfolds them wants an instant.
fn until_in_full(rule: &str) -> String {
    let part = |part: &str| match part.strip_prefix("UNTIL=").and_then(|until| until.get(..8)) {
        Some(date) => format!("UNTIL={date}T235959Z"),
        None => part.to_owned(),
    };
    rule.split(';').map(part).collect::<Vec<_>>().join(";")
}

fn dates(event: &Component<'_>, name: &str) -> Result<Vec<NaiveDate>, String> {
    let properties = event.properties.iter().filter(|property| property.name == name);
    properties.flat_map(|property| property.val.as_str().split(',')).map(whole_day).collect()
}

/// Reads "20261225", and "20261225T000000", which is the same day's begin.
fn whole_day(text: &str) -> Result<NaiveDate, String> {
    let (date, time) = text.split_once('T').unwrap_or((text, "000000"));
    if !time.starts_with("000000") {
        return Err(format!("begins or ends at a time of day ({text}); holidays are whole days"));
    }
    NaiveDate::parse_from_str(date, "%Y%m%d").map_err(|_| format!("\"{text}\" is not a date"))
}

fn value(event: &Component<'_>, name: &str) -> Option<String> {
    event.find_prop(name).map(|property| property.val.clone().unescape_text().as_str().trim().to_owned())
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{Holidays, load};

    fn check(event: &str, holidays: &[&str], working: &[&str]) {
        let file = format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n{event}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        let mut loaded = Holidays::default();
        load(&mut loaded, &file).unwrap_or_else(|reason| panic!("{event}: {reason}"));
        let date = |text: &&str| text.parse::<NaiveDate>().unwrap();
        holidays.iter().map(date).for_each(|date| assert!(loaded.name(date).is_some(), "{event}: {date}"));
        working.iter().map(date).for_each(|date| assert!(loaded.name(date).is_none(), "{event}: {date}"));
    }

    fn check_refused(event: &str, reason: &str) {
        let file = format!(
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Odd\r\n{event}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        let refused = load(&mut Holidays::default(), &file).unwrap_err();
        assert!(refused.contains(reason), "{refused}");
    }

    #[test]
    fn reads_days_spans_and_repetitions() {
        check(
            "DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227",
            &["2026-12-24", "2026-12-26"],
            &["2026-12-27"],
        );
        check("DTSTART;VALUE=DATE:20261224", &["2026-12-24"], &["2026-12-23", "2026-12-25", "2027-12-24"]);
        check("DTSTART:20261224T000000Z\r\nDURATION:P2D", &["2026-12-25"], &["2026-12-26"]);
        check(
            "DTSTART;VALUE=DATE:20201103\r\nRRULE:FREQ=YEARLY",
            &["2020-11-03", "2100-11-03"],
            &["2100-11-04"],
        );
        check(
            "DTSTART;VALUE=DATE:20201126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;UNTIL=20301231\r\nEXDATE;VALUE=DATE:20271125",
            &["2026-11-26", "2030-11-28"],
            &["2027-11-25", "2031-11-27"],
        );
        check("DTSTART;VALUE=DATE:20260105\r\nSTATUS:CANCELLED", &[], &["2026-01-05"]);
    }

    #[test]
    fn refuses_what_is_no_holiday() {
        check_refused("DTSTART:20261224T093000Z", "event 1 (\"Odd\"): begins or ends at a time of day");
        check_refused("DTSTART;VALUE=DATE:20261224\r\nRRULE:FREQ=HOURLY", "holidays repeat by days");
        check_refused("DTSTART;VALUE=DATE:20261224\r\nRRULE:FREQ=YEARLY;BYDAY=9XX", "can't be used");
        check_refused("DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20361224", "is its end right?");
        check_refused("DTEND;VALUE=DATE:20261224", "no DTSTART");
        assert!(load(&mut Holidays::default(), "").is_err());
        assert!(load(&mut Holidays::default(), "BEGIN:VCALENDAR\nEND:VCALENDAR\n").is_err());
    }
}
