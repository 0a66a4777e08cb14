//! `[backup]`: the daily backup.

use std::path::PathBuf;

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use chrono_tz::Tz;

use super::raw::Raw;
use crate::backup::Cover;
use crate::sla::Instant;

/// How long making one may take before it is missed.
const GRACE: TimeDelta = TimeDelta::hours(2);

/// The daily backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Where the files go.
    pub directory: PathBuf,
    /// When, by the wall clock of the installation's zone; in order, and at least one.
    pub at: Vec<NaiveTime>,
    /// How many days a file is kept.
    pub keep_days: u32,
    /// Whether the files may be readable where there is no key.
    pub cover: Cover,
}

impl Backup {
    /// The last instant, up to now, at which a backup was due.
    #[must_use]
    pub fn last_due(&self, zone: Tz, now: Instant) -> Instant {
        self.due_around(zone, now).filter(|due| *due <= now).max().unwrap_or(now)
    }

    /// The first instant after now at which one will be.
    #[must_use]
    pub fn next_due(&self, zone: Tz, now: Instant) -> Instant {
        self.due_around(zone, now).filter(|due| *due > now).min().unwrap_or(now + TimeDelta::days(1))
    }

    /// The last instant at which one was due that should be made by now.
    #[must_use]
    pub fn wanted(&self, zone: Tz, now: Instant) -> Instant {
        self.last_due(zone, now - GRACE)
    }

    /// When backups are due on the local day of an instant, the day before and the day after.
    fn due_around(&self, zone: Tz, now: Instant) -> impl Iterator<Item = Instant> + '_ {
        let today = now.with_timezone(&zone).date_naive();
        let days = [today - Days::new(1), today, today + Days::new(1)];
        days.into_iter().flat_map(move |day| self.at.iter().map(move |at| due_on(*at, zone, day)))
    }
}

impl Raw {
    /// Reads the section. Without a key, plain files have to be asked for: nobody shall find out after a theft.
    pub(super) fn backup(&mut self, has_key: bool) -> Option<Backup> {
        if !self.has("backup") {
            return None;
        }
        let directory = self.required("backup.directory", "the folder for the files").map(PathBuf::from);
        let at = self.times();
        let keep_days = self.checked("backup.keep_days", "30", |text| match text.parse::<u32>() {
            Ok(1..=36_500) => Ok(()),
            _ => Err("write a number of days, at least 1".to_owned()),
        });
        let keep_days = keep_days.and_then(|text| text.parse().ok());
        let cover = self.cover(has_key);
        Some(Backup { directory: directory?, at: at?, keep_days: keep_days?, cover: cover? })
    }

    /// One time, or a list of times: who may lose less than a day makes several a day.
    fn times(&mut self) -> Option<Vec<NaiveTime>> {
        const WHAT: &str = "a time such as 02:00";
        let parse = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| WHAT.to_owned());
        const AT: &str = "backup.at";
        if self.is_empty_list(AT) {
            return self.fault(AT, "there is no time in it: write such as [\"02:00\"], or leave backup.directory out for no backups");
        }
        let mut at = if self.is_set(AT) { Vec::new() } else { self.listed(AT, parse)? };
        if at.is_empty() {
            let text = self.checked("backup.at", "02:00", |text| parse(text).map(drop))?;
            at.extend(parse(&text));
        }
        at.sort();
        at.dedup();
        Some(at)
    }

    fn cover(&mut self, has_key: bool) -> Option<Cover> {
        let without_key = self.checked("backup.without_key", "refuse", |text| match text {
            "refuse" | "plain" => Ok(()),
            _ => Err("write refuse or plain".to_owned()),
        });
        match without_key?.as_str() {
            "plain" => Some(Cover::SealedIfPossible),
            _ if has_key => Some(Cover::Sealed),
            _ => self.fault(
                "backup.directory",
                "there is no key, so anybody could read the backups: put one from `punctual key new` into a file and \
                 name it as encryption.key_file, or set backup.without_key = \"plain\" if the folder is encrypted \
                 by other means",
            ),
        }
    }
}

/// The instant on a local day; one that the clock skips is an hour later, one that it shows twice is the first.
fn due_on(at: NaiveTime, zone: Tz, day: NaiveDate) -> Instant {
    let local = day.and_time(at);
    let shown = local.and_local_timezone(zone).earliest();
    let later = || (local + TimeDelta::hours(1)).and_local_timezone(zone).earliest();
    shown.or_else(later).map_or_else(|| local.and_utc(), |at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::London;

    use super::{Backup, Cover, Instant};

    #[test]
    fn a_backup_is_due_by_the_local_clock_whatever_the_clock_does() {
        let settings = |at: &str| Backup {
            directory: ".".into(),
            at: at.split(' ').map(|time| time.parse().unwrap()).collect(),
            keep_days: 30,
            cover: Cover::Sealed,
        };
        for (at, now, due) in [
            ("02:00:00", "2026-11-23T10:00:00Z", "2026-11-23T02:00:00Z"),
            ("02:00:00", "2026-11-23T01:59:59Z", "2026-11-22T02:00:00Z"),
            ("02:00:00", "2026-07-01T01:00:00Z", "2026-07-01T01:00:00Z"),
            // The clock goes from 01:00 to 02:00, and from 02:00 back to 01:00.
            ("01:30:00", "2026-03-29T12:00:00Z", "2026-03-29T01:30:00Z"),
            ("01:30:00", "2026-10-25T12:00:00Z", "2026-10-25T00:30:00Z"),
            ("02:00:00 10:00:00 18:00:00", "2026-11-23T12:00:00Z", "2026-11-23T10:00:00Z"),
            ("02:00:00 10:00:00 18:00:00", "2026-11-23T01:00:00Z", "2026-11-22T18:00:00Z"),
        ] {
            let now: Instant = now.parse().unwrap();
            let found = settings(at).last_due(London, now);
            assert_eq!(found, due.parse::<Instant>().unwrap(), "{at} at {now}");
            let next = settings(at).next_due(London, now);
            assert_eq!(settings(at).last_due(London, next), next, "{at}: the one after that");
        }
    }
}
