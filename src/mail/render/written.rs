//! Times and targets as people write them.

use chrono::{LocalResult, Offset, TimeZone};
use chrono_tz::{OffsetName, Tz};

use crate::sla::Instant;

/// An instant in the reader's zone, written out: `Monday 23 November 2026, 10:00 (London time)`.
///
/// Seconds are written where there are any. An hour that the wall clock shows twice gets its distance from UTC.
pub(super) fn written(at: Instant, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    let pattern = if local.format("%S").to_string() == "00" { "%H:%M" } else { "%H:%M:%S" };
    let date = local.format("%A %-d %B %Y");
    let time = local.format(pattern);
    let distance = match zone.from_local_datetime(&local.naive_local()) {
        LocalResult::Ambiguous(..) => format!(", UTC{}", local.offset().fix()),
        _ => String::new(),
    };
    format!("{date}, {time} ({}{distance})", zone_name(zone, local.offset().abbreviation()))
}

/// The same, short enough for a subject: `Mon 23 Nov 10:00`.
pub(super) fn written_short(at: Instant, zone: Tz) -> String {
    at.with_timezone(&zone).format("%a %-d %b %H:%M").to_string()
}

/// A target as a contract words it, as part of a sentence: `1h` is "within 1 hour".
pub(super) fn target_in_words(target: &str) -> String {
    if target == "next business day" {
        return "by the end of the next business day".to_owned();
    }
    match length_in_words(target) {
        Some(length) => format!("within {length}"),
        None if target.ends_with("business day") || target.ends_with("business days") => {
            format!("within {target}")
        }
        None => target.to_owned(),
    }
}

fn zone_name(zone: Tz, abbreviation: Option<&str>) -> String {
    let name = zone.name();
    match name.rsplit_once('/') {
        Some((area, city)) if area != "Etc" => format!("{} time", city.replace('_', " ")),
        _ => abbreviation.unwrap_or(name).to_owned(),
    }
}

/// `1h30m` as "1 hour 30 minutes"; none for what is no length.
fn length_in_words(length: &str) -> Option<String> {
    let mut words = Vec::new();
    let mut rest = length;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, tail) = rest.split_at(digits);
        let number: u32 = number.parse().ok()?;
        let unit = match tail.chars().next()? {
            'd' => "day",
            'h' => "hour",
            'm' => "minute",
            's' => "second",
            _ => return None,
        };
        words.push(format!("{number} {unit}{}", if number == 1 { "" } else { "s" }));
        rest = tail.get(1..)?;
    }
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::{target_in_words, written};

    #[test]
    fn times_are_written_in_the_readers_zone() {
        for (at, zone, text) in [
            ("2026-11-23T10:00:00Z", "Europe/London", "Monday 23 November 2026, 10:00 (London time)"),
            ("2026-07-01T10:00:00Z", "Europe/London", "Wednesday 1 July 2026, 11:00 (London time)"),
            ("2026-11-23T04:30:15Z", "America/New_York", "Sunday 22 November 2026, 23:30:15 (New York time)"),
            ("2026-11-23T10:00:00Z", "UTC", "Monday 23 November 2026, 10:00 (UTC)"),
            ("2026-11-23T10:00:00Z", "Asia/Kathmandu", "Monday 23 November 2026, 15:45 (Kathmandu time)"),
            (
                "2026-10-25T00:30:00Z",
                "Europe/London",
                "Sunday 25 October 2026, 01:30 (London time, UTC+01:00)",
            ),
            (
                "2026-10-25T01:30:00Z",
                "Europe/London",
                "Sunday 25 October 2026, 01:30 (London time, UTC+00:00)",
            ),
        ] {
            assert_eq!(written(at.parse().unwrap(), zone.parse().unwrap()), text);
        }
    }

    #[test]
    fn targets_are_read_as_part_of_a_sentence() {
        for (target, words) in [
            ("1h", "within 1 hour"),
            ("1h30m", "within 1 hour 30 minutes"),
            ("2d", "within 2 days"),
            ("2 business days", "within 2 business days"),
            ("next business day", "by the end of the next business day"),
            ("", ""),
            ("12", "12"),
        ] {
            assert_eq!(target_in_words(target), words, "{target}");
        }
    }
}
