//! Wall-clock times as browsers' date fields write them.

use chrono::{LocalResult, NaiveDateTime, TimeZone};
use chrono_tz::Tz;

use crate::sla::Instant;

/// The instant at which the wall clock in a zone shows this (`2026-11-23T10:00`); the first one where it shows it
/// twice.
///
/// # Errors
/// What to write instead, or that the clock skips this time.
pub fn parse(text: &str, zone: Tz) -> Result<Instant, String> {
    read(text, zone).map(|(first, _)| first)
}

/// The same for something that has happened by `now`: where the wall clock showed it twice, the last time.
///
/// # Errors
/// As [`parse`].
pub fn parse_past(text: &str, zone: Tz, now: Instant) -> Result<Instant, String> {
    read(text, zone).map(|(first, second)| if second <= now { second } else { first })
}

/// The first and the last instant at which the wall clock shows this.
fn read(text: &str, zone: Tz) -> Result<(Instant, Instant), String> {
    let read = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"];
    let shown = read.iter().find_map(|pattern| NaiveDateTime::parse_from_str(text, pattern).ok());
    let shown = shown.ok_or("Write a date and a time, like 2026-11-23T10:00.")?;
    match zone.from_local_datetime(&shown) {
        LocalResult::Single(at) => Ok((at.to_utc(), at.to_utc())),
        LocalResult::Ambiguous(first, second) => Ok((first.to_utc(), second.to_utc())),
        LocalResult::None => {
            Err("The wall clock skips this time when summer time begins: choose another.".to_owned())
        }
    }
}

/// An instant as a date field takes it.
pub fn format(at: Instant, zone: Tz) -> String {
    at.with_timezone(&zone).format("%Y-%m-%dT%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wall_clock_times_are_read_in_their_zone() {
        let london: Tz = "Europe/London".parse().unwrap();
        for (text, utc) in [
            ("2026-11-23T10:00", Some("2026-11-23T10:00:00Z")),
            ("2026-07-01T10:00", Some("2026-07-01T09:00:00Z")),
            ("2026-10-25T01:30", Some("2026-10-25T00:30:00Z")),
            ("2026-03-29T01:30", None),
            ("soon", None),
            ("", None),
        ] {
            let expected: Option<Instant> = utc.map(|utc| utc.parse().unwrap());
            assert_eq!(parse(text, london).ok(), expected, "{text}");
        }
        for (now, utc) in [
            ("2026-10-25T00:40:00Z", "2026-10-25T00:30:00Z"),
            ("2026-10-25T01:29:59Z", "2026-10-25T00:30:00Z"),
            ("2026-10-25T01:30:00Z", "2026-10-25T01:30:00Z"),
        ] {
            let called = parse_past("2026-10-25T01:30", london, now.parse().unwrap()).unwrap();
            assert_eq!(called, utc.parse::<Instant>().unwrap(), "at {now}");
        }
        let at: Instant = "2026-07-01T09:00:00Z".parse().unwrap();
        assert_eq!(format(at, london), "2026-07-01T10:00");
    }
}
