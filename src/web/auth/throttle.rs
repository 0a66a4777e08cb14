//! Slows down guessing of passwords: by account, by address, and by known browser.
//!
//! Failures from a browser on which the account has signed in before count for that browser and not for the account, so
//! that a stranger who guesses cannot lock the owner out.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;

use crate::sla::Instant;

/// Failures that may happen within [`WINDOW`] for one account, or one known browser.
const PER_ACCOUNT: u32 = 10;
/// Failures that may happen within [`WINDOW`] from one address.
const PER_ADDRESS: u32 = 50;
/// How long a failure counts.
const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// How many counters are kept; beyond it those whose window is over go, and then all.
const MOST_COUNTERS: usize = 100_000;

/// What a failure counts for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Subject {
    Account(String),
    Device(String),
    Address(IpAddr),
}

#[derive(Debug, Clone, Copy)]
struct Counter {
    since: Instant,
    failures: u32,
}

/// One try to sign in.
#[derive(Debug, Clone)]
pub struct Attempt<'a> {
    /// The account as typed, known or not, in lower case.
    pub account: &'a str,
    /// The mark of a browser that has signed in to this account before.
    pub known_device: Option<&'a str>,
    /// Where it comes from.
    pub address: Option<IpAddr>,
}

/// Too many failures: try again after so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttled {
    /// How long to wait.
    pub retry_after: TimeDelta,
}

/// The counters of failed sign-ins, in memory: each process counts for itself, and a restart forgets.
#[derive(Debug, Default)]
pub struct Throttle {
    counters: Mutex<HashMap<Subject, Counter>>,
}

impl Throttle {
    /// Counts a try as failed before it is made, so that many at once don't pass together; [`Throttle::forgive`] takes it back.
    ///
    /// # Errors
    /// [`Throttled`] if the account (or the known browser) or the address has failed too often.
    pub fn admit(&self, attempt: &Attempt<'_>, now: Instant) -> Result<(), Throttled> {
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        make_room(&mut counters, now);
        let subjects = subjects(attempt);
        for (subject, most) in &subjects {
            if let Some(counter) = live(&counters, subject, now).filter(|counter| counter.failures >= *most) {
                return Err(Throttled { retry_after: counter.since + WINDOW - now });
            }
        }
        for (subject, _) in subjects {
            let counter = live(&counters, &subject, now).unwrap_or(Counter { since: now, failures: 0 });
            counters.insert(subject, Counter { failures: counter.failures + 1, ..counter });
        }
        Ok(())
    }

    /// The try succeeded: its account or browser starts anew, and the address gets its one back.
    pub fn forgive(&self, attempt: &Attempt<'_>) {
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        for (subject, _) in subjects(attempt) {
            match (&subject, counters.get_mut(&subject)) {
                (Subject::Address(_), Some(counter)) => counter.failures = counter.failures.saturating_sub(1),
                (_, Some(_)) => drop(counters.remove(&subject)),
                (_, None) => {}
            }
        }
    }
}

fn subjects(attempt: &Attempt<'_>) -> Vec<(Subject, u32)> {
    let who = match attempt.known_device {
        Some(device) => Subject::Device(device.to_owned()),
        None => Subject::Account(attempt.account.to_lowercase()),
    };
    let address = attempt.address.map(|address| (Subject::Address(network(address)), PER_ADDRESS));
    std::iter::once((who, PER_ACCOUNT)).chain(address).collect()
}

/// One customer of a provider holds a whole /64 of IPv6, so that is what counts as one address.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => IpAddr::V6((u128::from(six) & !u128::from(u64::MAX)).into()),
    }
}

fn live(counters: &HashMap<Subject, Counter>, subject: &Subject, now: Instant) -> Option<Counter> {
    counters.get(subject).copied().filter(|counter| now < counter.since + WINDOW)
}

fn make_room(counters: &mut HashMap<Subject, Counter>, now: Instant) {
    if counters.len() < MOST_COUNTERS {
        return;
    }
    counters.retain(|_, counter| now < counter.since + WINDOW);
    if counters.len() >= MOST_COUNTERS {
        counters.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Instant {
        Instant::from_timestamp(1_795_000_000 + minute * 60, 0).unwrap()
    }

    fn attempt<'a>(account: &'a str, device: Option<&'a str>, address: &str) -> Attempt<'a> {
        Attempt { account, known_device: device, address: Some(address.parse().unwrap()) }
    }

    #[test]
    fn the_eleventh_failure_waits_until_the_window_is_over() {
        let throttle = Throttle::default();
        for minute in 0..10 {
            assert_eq!(throttle.admit(&attempt("Ann@x", None, "10.0.0.1"), at(minute)), Ok(()));
        }
        let refused = throttle.admit(&attempt("ann@x", None, "10.0.0.2"), at(10)).unwrap_err();
        assert_eq!(refused.retry_after, TimeDelta::minutes(5));
        assert_eq!(throttle.admit(&attempt("ann@x", None, "10.0.0.2"), at(15)), Ok(()));
    }

    #[test]
    fn a_guesser_does_not_lock_out_the_owner_on_a_known_browser() {
        let throttle = Throttle::default();
        for _ in 0..10 {
            assert!(throttle.admit(&attempt("ann@x", None, "10.0.0.1"), at(0)).is_ok());
        }
        assert!(throttle.admit(&attempt("ann@x", None, "10.0.0.1"), at(0)).is_err());
        assert!(throttle.admit(&attempt("ann@x", Some("laptop"), "10.9.9.9"), at(0)).is_ok());
    }

    #[test]
    fn one_network_that_tries_many_accounts_is_stopped() {
        let throttle = Throttle::default();
        for n in 0..50 {
            let account = format!("person{n}@x");
            assert!(throttle.admit(&attempt(&account, None, &format!("2001:db8::{n:x}")), at(0)).is_ok());
        }
        assert!(throttle.admit(&attempt("another@x", None, "2001:db8::ffff"), at(0)).is_err());
        assert!(throttle.admit(&attempt("another@x", None, "2001:db8:0:1::1"), at(0)).is_ok());
    }

    #[test]
    fn success_clears_the_account() {
        let throttle = Throttle::default();
        for _ in 0..30 {
            let mine = attempt("ann@x", None, "10.0.0.1");
            assert!(throttle.admit(&mine, at(0)).is_ok());
            throttle.forgive(&mine);
        }
    }
}
