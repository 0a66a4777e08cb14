//! What holds for every contract and every instant.

use std::sync::OnceLock;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::{prelude::*, test_runner::RngSeed};
use punctual::sla::{Band, ClockKind, Contract, Coverage, Instant, shipped};

const CENTURY: std::ops::Range<i64> = 0..4_133_980_800;

/// The shipped agreements, read once: their calendars keep the years that the tests look at.
fn contracts() -> &'static [Contract] {
    static CONTRACTS: OnceLock<Vec<Contract>> = OnceLock::new();
    CONTRACTS.get_or_init(|| {
        let parse = |(key, source): &(&str, &str)| {
            Contract::parse(source, &|name| Err(format!("no file {name}")))
                .unwrap_or_else(|faults| panic!("{key}\n{faults}"))
        };
        shipped().iter().map(parse).collect()
    })
}

fn coverage() -> impl Strategy<Value = Coverage> {
    proptest::sample::subsequence(Band::ALL.to_vec(), 0..=4).prop_map(|bands| bands.into_iter().collect())
}

fn at(second: i64) -> Instant {
    DateTime::<Utc>::from_timestamp(second, 0).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn more_coverage_is_never_later(bands in coverage(), more in coverage(), from in CENTURY, amount in 1..40_000_000_i64) {
        let wider: Coverage = bands.iter().chain(more.iter()).collect();
        for contract in contracts() {
            let due = |bands| contract.calendar().advance(bands, at(from), TimeDelta::seconds(amount));
            if let Some(due_narrow) = due(bands) {
                prop_assert!(due(wider).unwrap() <= due_narrow);
            }
        }
    }

    #[test]
    fn service_time_adds_up(bands in coverage(), from in CENTURY, one in 0..100_000_000_i64, two in 0..100_000_000_i64) {
        for contract in contracts() {
            let calendar = contract.calendar();
            let (middle, end) = (at(from + one), at(from + one + two));
            let parts = calendar.elapsed(bands, at(from), middle) + calendar.elapsed(bands, middle, end);
            prop_assert_eq!(calendar.elapsed(bands, at(from), end), parts);
            let by_band: TimeDelta = bands.iter().map(|band| calendar.elapsed([band].into_iter().collect(), at(from), end)).sum();
            prop_assert_eq!(calendar.elapsed(bands, at(from), end), by_band);
            prop_assert_eq!(calendar.elapsed(Coverage::EVERYTHING, at(from), end), end - at(from));
        }
    }

    #[test]
    fn advancing_and_counting_are_inverse(bands in coverage(), from in CENTURY, micros in 1..80_000_000_000_000_i64) {
        for contract in contracts() {
            let calendar = contract.calendar();
            let amount = TimeDelta::microseconds(micros);
            if let Some(due) = calendar.advance(bands, at(from), amount) {
                prop_assert_eq!(calendar.elapsed(bands, at(from), due), amount);
                let before = due - TimeDelta::microseconds(1);
                prop_assert!(calendar.elapsed(bands, at(from), before) < amount, "{} is not the earliest", due);
            }
        }
    }

    #[test]
    fn no_due_lies_before_its_event(from in CENTURY) {
        for contract in contracts() {
            for severity in contract.severities() {
                for clock in ClockKind::ALL {
                    let promise = contract.promise(severity, *clock, at(from));
                    prop_assert!(promise.start.is_none_or(|start| start >= at(from)));
                    prop_assert!(promise.due.is_none_or(|due| due > at(from)));
                    prop_assert_eq!(promise.due.is_some(), promise.target.has_clock() && promise.start.is_some());
                    prop_assert!(!contract.explain(severity, *clock, at(from)).is_empty());
                }
            }
        }
    }

    #[test]
    fn next_covered_instant_is_covered(bands in coverage(), from in CENTURY) {
        for contract in contracts() {
            let calendar = contract.calendar();
            if let Some(next) = calendar.next_in(bands, at(from)) {
                prop_assert!(bands.contains(calendar.band(next)));
                prop_assert_eq!(calendar.elapsed(bands, at(from), next), TimeDelta::zero());
            }
            let opening = calendar.next_opening(at(from)).unwrap();
            prop_assert!(opening >= at(from));
            prop_assert_eq!(calendar.band(opening), Band::OfficeHours);
            prop_assert_ne!(calendar.band(opening - TimeDelta::microseconds(1)), Band::OfficeHours);
        }
    }
}

#[test]
fn no_instant_at_all_panics() {
    let extremes = [
        DateTime::<Utc>::MIN_UTC,
        at(-62_135_596_800),
        at(-315_619_201),
        at(-315_619_200),
        at(0),
        at(4_102_444_800),
        at(5_711_817_600),
        at(5_711_817_599),
        at(253_402_300_799),
        DateTime::<Utc>::MAX_UTC,
    ];
    let amounts =
        [TimeDelta::MIN, TimeDelta::zero(), TimeDelta::nanoseconds(1), TimeDelta::days(1), TimeDelta::MAX];
    for contract in contracts() {
        let calendar = contract.calendar();
        for from in extremes {
            calendar.band(from);
            calendar.next_in(Coverage::OFFICE_HOURS, from);
            calendar.next_opening(from);
            calendar.local_date(from);
            for bands in [Coverage::NOTHING, Coverage::OFFICE_HOURS, Coverage::EVERYTHING] {
                for to in extremes {
                    calendar.elapsed(bands, from, to);
                }
                for amount in amounts {
                    calendar.advance(bands, from, amount);
                }
            }
            for severity in contract.severities() {
                contract.promise(severity, ClockKind::Respond, from);
            }
        }
    }
}

#[test]
fn summer_time_reaches_to_2100() {
    let contract = &contracts()[0];
    let noon = "2099-07-15T12:00:00Z".parse::<Instant>().unwrap();
    assert_eq!(contract.calendar().in_words(noon), "Wed 15 Jul 2099 13:00");
}
