//! Instants as people read them: in their zone, with the distance from now.

use chrono::{Datelike, TimeDelta};
use chrono_tz::Tz;

use crate::sla::Instant;

/// An instant in the zone of the person who reads the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// RFC 3339 in UTC, for the `datetime` attribute.
    pub iso: String,
    /// Milliseconds since 1970, for the countdown script.
    pub millis: i64,
    /// `Mon 10:00` within a week, `23 Nov 10:00` within a year, else `23 Nov 2027 10:00`.
    pub short: String,
    /// The same within a sentence: `10:00 today`, `Mon 10:00`.
    pub spoken: String,
    /// `Monday 23 November 2026, 10:00 (London time)`.
    pub full: String,
    /// `in 2 h 15 min`, `just now` or `3 d 4 h ago`.
    pub relative: String,
}

impl Moment {
    /// Words an instant for a reader in a zone.
    #[must_use]
    pub fn new(at: Instant, now: Instant, zone: Tz) -> Self {
        Self {
            iso: at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            millis: at.timestamp_millis(),
            spoken: spoken(&short(at, now, zone)),
            short: short(at, now, zone),
            full: full(at, zone),
            relative: relative(at - now),
        }
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.short)
    }
}

fn short(at: Instant, now: Instant, zone: Tz) -> String {
    let (local, today) = (at.with_timezone(&zone), now.with_timezone(&zone));
    let days = (local.date_naive() - today.date_naive()).num_days();
    let pattern = match days {
        0 => "today %H:%M",
        1 => "tomorrow %H:%M",
        -1 => "yesterday %H:%M",
        2..=6 | -6..=-2 => "%a %H:%M",
        _ if local.year() == today.year() => "%-d %b %H:%M",
        _ => "%-d %b %Y %H:%M",
    };
    local.format(pattern).to_string()
}

/// `10:00 today` for `today 10:00`; other forms stay.
fn spoken(short: &str) -> String {
    match short.split_once(' ') {
        Some((day @ ("today" | "tomorrow" | "yesterday"), time)) => format!("{time} {day}"),
        _ => short.to_owned(),
    }
}

fn full(at: Instant, zone: Tz) -> String {
    format!("{} ({})", at.with_timezone(&zone).format("%A %-d %B %Y, %H:%M"), zone_name(zone))
}

/// `London time` for `Europe/London`, `UTC` for `UTC`.
#[must_use]
pub fn zone_name(zone: Tz) -> String {
    match zone.name().rsplit_once('/') {
        Some((_, city)) => format!("{} time", city.replace('_', " ")),
        None => zone.name().to_owned(),
    }
}

fn relative(distance: TimeDelta) -> String {
    match distance < TimeDelta::zero() {
        true => past(-distance),
        false => format!("in {}", span(distance)),
    }
}

/// `just now`, `4 min ago`, `2 h 05 min ago`. The script words it in the same way.
fn past(length: TimeDelta) -> String {
    match length.num_minutes() {
        ..1 => "just now".to_owned(),
        minutes @ 1..10 => format!("{minutes} min ago"),
        _ => format!("{} ago", span(length)),
    }
}

/// A length of time as it is shown in lists: `9:41` below ten minutes, `12 min`, `2 h 05 min`, `3 d 4 h`. The countdown
/// script words lengths in the same way.
#[must_use]
pub fn span(length: TimeDelta) -> String {
    let seconds = length.num_seconds().max(0);
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match (minutes, hours, days) {
        (0..=9, ..) => format!("{minutes}:{:02}", seconds % 60),
        (_, 0, _) => format!("{minutes} min"),
        (_, 1..=47, _) => format!("{hours} h {:02} min", minutes % 60),
        _ => format!("{days} d {} h", hours % 24),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_in_the_readers_zone() {
        let now: Instant = "2026-11-21T22:00:00Z".parse().unwrap();
        for (at, zone, short, relative) in [
            ("2026-11-23T10:00:00Z", "Europe/London", "Mon 10:00", "in 36 h 00 min"),
            ("2026-11-23T10:00:00Z", "Asia/Tokyo", "tomorrow 19:00", "in 36 h 00 min"),
            ("2026-11-21T22:09:41Z", "Europe/London", "today 22:09", "in 9:41"),
            ("2026-11-21T21:59:58Z", "Europe/London", "today 21:59", "just now"),
            ("2026-11-21T21:55:30Z", "Europe/London", "today 21:55", "4 min ago"),
            ("2026-11-20T22:30:00Z", "Europe/Berlin", "yesterday 23:30", "23 h 30 min ago"),
            ("2026-08-03T08:00:00Z", "Europe/London", "3 Aug 09:00", "110 d 14 h ago"),
            ("2027-01-04T09:00:00Z", "Europe/London", "4 Jan 2027 09:00", "in 43 d 11 h"),
        ] {
            let moment = Moment::new(at.parse().unwrap(), now, zone.parse().unwrap());
            assert_eq!(
                (moment.short.as_str(), moment.relative.as_str()),
                (short, relative),
                "{at} in {zone}"
            );
        }
    }

    #[test]
    fn a_full_date_names_its_zone() {
        let at: Instant = "2026-11-23T15:00:00Z".parse().unwrap();
        let moment = Moment::new(at, at, chrono_tz::America::New_York);
        assert_eq!(moment.full, "Monday 23 November 2026, 10:00 (New York time)");
        assert_eq!(moment.iso, "2026-11-23T15:00:00Z");
    }
}
