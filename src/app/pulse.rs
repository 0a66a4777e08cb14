//! What this process has seen of the world outside: the mailboxes it reads, whether the mail server takes mail, and
//! whether the wall clock was set.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant as Stopwatch;

use chrono::TimeDelta;

use crate::domain::{Check, Condition};
use crate::sla::Instant;

/// A mailbox that was not heard of for so long fails: a dead connection is noticed a little earlier.
const MAILBOX_PATIENCE: TimeDelta = TimeDelta::minutes(6);

/// How far wall clock and elapsed time may drift apart before the clock counts as set.
const DRIFT: TimeDelta = TimeDelta::seconds(2);

/// How long a clock that was set is told about.
const REMEMBER: TimeDelta = TimeDelta::minutes(15);

/// What this process has seen. Shared by its loops.
#[derive(Debug, Default)]
pub struct Pulse {
    mailboxes: Mutex<BTreeMap<String, MailboxPulse>>,
    mail_server: Mutex<Option<Condition>>,
    clock: Mutex<Option<ClockPulse>>,
}

#[derive(Debug, Clone)]
struct MailboxPulse {
    read_at: Option<Instant>,
    failing: Option<(Instant, String)>,
}

#[derive(Debug, Clone, Copy)]
struct ClockPulse {
    began: Stopwatch,
    began_at: Instant,
    set: Option<(Instant, TimeDelta)>,
}

impl Pulse {
    /// A mailbox was read to its end, or is being listened to.
    pub fn mailbox_read(&self, name: &str, now: Instant) {
        let pulse = MailboxPulse { read_at: Some(now), failing: None };
        lock(&self.mailboxes).insert(name.to_owned(), pulse);
    }

    /// Another node reads a mailbox now, and tells about it.
    pub fn mailbox_left(&self, name: &str) {
        lock(&self.mailboxes).remove(name);
    }

    /// A mailbox could not be read.
    pub fn mailbox_failed(&self, name: &str, now: Instant, error: &str) {
        let mut mailboxes = lock(&self.mailboxes);
        let pulse = mailboxes.entry(name.to_owned()).or_insert(MailboxPulse { read_at: None, failing: None });
        let since = pulse.failing.as_ref().map_or(now, |(since, _)| *since);
        pulse.failing = Some((since, error.to_owned()));
    }

    /// What is to be said about each mailbox that this process reads.
    #[must_use]
    pub fn mailbox_checks(&self, now: Instant) -> Vec<Check> {
        lock(&self.mailboxes).iter().map(|(name, pulse)| pulse.check(name, now)).collect()
    }

    /// The mail server was asked whether it takes mail.
    pub fn mail_server_asked(&self, condition: Condition) {
        *lock(&self.mail_server) = Some(condition);
    }

    /// What the mail server's condition was when it was asked last; none if it never was.
    #[must_use]
    pub fn mail_server(&self) -> Option<Condition> {
        *lock(&self.mail_server)
    }

    /// Whether the wall clock went its way since the last look. `now` is what counts as now, `stopwatch` counts elapsed
    /// time, `doubt` is by how much the clock was set where `now` does not follow it yet.
    #[must_use]
    pub fn clock_check(&self, now: Instant, stopwatch: Stopwatch, doubt: Option<TimeDelta>) -> Check {
        const REMEDY: &str =
            "See that the clock is right and that NTP keeps it so: promises are counted by it.";
        let mut clock = lock(&self.clock);
        let pulse = clock.get_or_insert(ClockPulse { began: stopwatch, began_at: now, set: None });
        let elapsed = TimeDelta::from_std(stopwatch.duration_since(pulse.began)).unwrap_or_default();
        let drift = now - (pulse.began_at + elapsed);
        if drift.abs() > DRIFT {
            *pulse = ClockPulse { began: stopwatch, began_at: now, set: Some((now, drift)) };
        }
        if let Some(by) = doubt {
            let words = format!(
                "The machine's clock was set by {} s, and is believed once that has lasted for a minute.",
                by.num_seconds()
            );
            return Check::failing("clock", words, REMEDY);
        }
        match pulse.set {
            Some((at, by)) if (now - at).abs() < REMEMBER => Check::failing(
                "clock",
                format!("The machine's clock was set by {} s at {at}.", by.num_seconds()),
                REMEDY,
            ),
            _ => Check::well("clock", "The clock goes evenly."),
        }
    }
}

impl MailboxPulse {
    fn check(&self, name: &str, now: Instant) -> Check {
        let check = format!("mailbox {name}");
        let remedy =
            "Check the mailbox's settings with `punctual doctor`; mails wait at the server until it is read.";
        match (&self.failing, self.read_at) {
            (Some((since, error)), _) => {
                Check::failing(check, format!("It cannot be read since {since}: {error}"), remedy)
            }
            (None, Some(at)) if now - at > MAILBOX_PATIENCE => {
                Check::failing(check, format!("It was read last at {at}."), remedy)
            }
            _ => Check::well(check, "It is being read."),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn at(seconds: i64) -> Instant {
        chrono::DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn a_clock_that_was_set_is_told_about_for_a_while_and_one_that_goes_evenly_is_not() {
        let (pulse, begin) = (Pulse::default(), Stopwatch::now());
        let look = |wall: i64, elapsed: u64| {
            pulse.clock_check(at(wall), begin + Duration::from_secs(elapsed), None).condition
        };
        let doubted = pulse.clock_check(at(0), begin, Some(TimeDelta::hours(1)));
        assert_eq!(doubted.condition, Condition::Failing, "told before it is believed");
        assert_eq!(look(0, 0), Condition::Well);
        assert_eq!(look(30, 30), Condition::Well);
        assert_eq!(look(30 + 3600, 60), Condition::Failing, "an hour forward");
        assert_eq!(look(60 + 3600, 90), Condition::Failing);
        assert_eq!(look(30 + 3600 + 900, 60 + 900), Condition::Well, "after a while it is the clock");
        assert_eq!(look(900, 1000), Condition::Failing, "an hour back");
    }

    #[test]
    fn a_mailbox_fails_at_once_and_is_well_when_it_is_read_again() {
        let pulse = Pulse::default();
        let condition = |now: Instant| pulse.mailbox_checks(now).first().map(|check| check.condition);
        assert_eq!(condition(at(0)), None);
        pulse.mailbox_failed("support", at(0), "connection refused");
        assert_eq!(condition(at(1)), Some(Condition::Failing));
        pulse.mailbox_read("support", at(60));
        assert_eq!(condition(at(61)), Some(Condition::Well));
        assert_eq!(condition(at(60 + 361)), Some(Condition::Failing), "silence");
    }
}
