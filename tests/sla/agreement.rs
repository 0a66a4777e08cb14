//! The engine agrees with the model: for random contracts, in many zones, around changes of their clocks.

use std::cell::Cell;

use chrono::{DateTime, NaiveDate, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, RngSeed, TestRunner},
};
use punctual::sla::{Band, ClockKind, Contract, Coverage, Instant, Target};

use super::model::{MINUTE, Terms, Weeks, Wording, instant};

const DAYS: i64 = 40;
/// Contracts times instants: some tens of thousands of questions.
const CONTRACTS: u32 = 120;
const INSTANTS: usize = 250;

/// Whole and half hours, changes at midnight, by half an hour, by two hours, a minute after midnight, and days that
/// never were.
const ZONES: [Tz; 16] = [
    Tz::Europe__London,
    Tz::America__New_York,
    Tz::Australia__Lord_Howe,
    Tz::Asia__Kathmandu,
    Tz::Pacific__Apia,
    Tz::Pacific__Kwajalein,
    Tz::America__St_Johns,
    Tz::America__Sao_Paulo,
    Tz::Antarctica__Troll,
    Tz::Africa__Casablanca,
    Tz::Asia__Beirut,
    Tz::America__Havana,
    Tz::Asia__Tehran,
    Tz::Pacific__Chatham,
    Tz::Asia__Pyongyang,
    Tz::UTC,
];

#[test]
fn engine_agrees_with_the_minute_walk() {
    let config = Config {
        cases: CONTRACTS,
        rng_seed: RngSeed::Fixed(seed()),
        failure_persistence: None,
        ..Config::default()
    };
    let answered = Cell::new(0);
    let strategy = (terms(), any::<u64>(), vec((0..12 * 1440 * MINUTE, 0..20 * 1440 * MINUTE), INSTANTS));
    TestRunner::new(config)
        .run(&strategy, |(terms, place, instants)| {
            let contract = match Contract::parse(&terms.file(), &|name| Err(name.to_owned())) {
                Ok(contract) => contract,
                Err(faults) if faults.to_string().contains("does not come due") => {
                    return Err(TestCaseError::reject("its targets never come due"));
                }
                Err(faults) => return Err(TestCaseError::fail(format!("{faults}\n{}", terms.file()))),
            };
            let start = window(terms.zone, place);
            let weeks = Weeks::lay_out(&terms, start, DAYS);
            for (after, length) in &instants {
                let at = start.timestamp_micros() + 3 * 1440 * MINUTE + after;
                answered.set(answered.get() + check_promise(&contract, &weeks, at)?);
                check_elapsed(&contract, &weeks, &terms.covers, at, *length)?;
            }
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(answered.get() >= 10_000, "only {} due instants could be compared", answered.get());
}

/// Another seed gives other contracts: `PUNCTUAL_SEED=7 cargo test engine_agrees`.
fn seed() -> u64 {
    std::env::var("PUNCTUAL_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1)
}

/// Compares one promise; 1 if it was a due instant that the model knows.
fn check_promise(contract: &Contract, weeks: &Weeks, at: i64) -> Result<usize, TestCaseError> {
    let severity = contract.severity("S").unwrap();
    let promise = contract.promise(severity, ClockKind::Respond, instant(at));
    let model = weeks.promise(at);
    let at = instant(at);
    prop_assert_eq!(promise.band, model.band, "band at {}", at);
    prop_assert_eq!(promise.held_over, model.held_over, "held over at {}", at);
    if let Some(start) = model.start {
        prop_assert_eq!(promise.start, Some(instant(start)), "start at {}", at);
    }
    match (model.due, promise.due) {
        (Some(due), promised) => {
            prop_assert_eq!(promised, Some(instant(due)), "{} due from {}", promise.target, at)
        }
        (None, Some(promised)) => {
            let sure = instant(weeks.end()) - TimeDelta::days(3);
            prop_assert!(promised >= sure, "{} from {} is due {}", promise.target, at, promised);
        }
        (None, None) => {}
    }
    if let (Target::Duration(length), Some(start), Some(due)) = (promise.target, promise.start, promise.due) {
        prop_assert_eq!(contract.calendar().elapsed(promise.counted_in, start, due), length, "from {}", at);
    }
    Ok(usize::from(model.due.is_some()))
}

fn check_elapsed(
    contract: &Contract,
    weeks: &Weeks,
    covers: &[Band],
    from: i64,
    length: i64,
) -> Result<(), TestCaseError> {
    let bands: Coverage = covers.iter().copied().collect();
    let (calendar, to) = (contract.calendar(), from + length);
    let elapsed = calendar.elapsed(bands, instant(from), instant(to));
    let expected = TimeDelta::microseconds(weeks.elapsed(covers, from, to));
    prop_assert_eq!(elapsed, expected, "from {} to {}", instant(from), instant(to));
    prop_assert_eq!(calendar.elapsed(bands, instant(to), instant(from)), TimeDelta::zero());
    Ok(())
}

fn terms() -> impl Strategy<Value = Terms> {
    let time = prop_oneof![
        0..=1440_u32,
        (0..=24_u32).prop_map(|hour| hour * 60),
        // Near midnight and in the small hours, where clocks change.
        prop_oneof![0..=240_u32, 1380..=1440_u32],
    ];
    let spans = vec(time, 0..=6).prop_map(|mut times| {
        times.sort_unstable();
        times.dedup();
        times.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>()
    });
    let hours = vec(
        prop_oneof![1 => Just(Vec::new()), 2 => Just(vec![(540, 1050)]), 2 => spans, 1 => Just(vec![(0, 1440)])],
        7,
    );
    let date = (1970..2100, 1..=365_u32).prop_map(|(year, day)| NaiveDate::from_yo_opt(year, day).unwrap());
    let band = proptest::sample::subsequence(Band::ALL.to_vec(), 0..=4);
    let target = prop_oneof![
        4 => (1..4 * 1440_i64).prop_map(Wording::Minutes),
        3 => (1..6_u32).prop_map(Wording::BusinessDays),
        2 => Just(Wording::NextBusinessDay),
        1 => Just(Wording::Nothing),
    ];
    let zone = proptest::sample::select(ZONES.to_vec());
    let holidays = (vec((1..=12_u32, 1..=28_u32), 2..30), vec(date, 0..4));
    (zone, hours, holidays, band, vec(target, 4), any::<bool>(), any::<bool>())
        .prop_filter("the office opens at all", |(_, hours, ..)| hours.iter().any(|spans| !spans.is_empty()))
        .prop_map(|(zone, hours, (yearly, dates), covers, targets, close_of_business, next_covered)| Terms {
            zone,
            hours,
            yearly,
            dates,
            covers,
            targets,
            close_of_business,
            next_covered,
        })
}

/// Where to look: three times in four around a change of the zone's offset, else anywhere from 1973 to 2099.
fn window(zone: Tz, place: u64) -> Instant {
    let year = 1973 + (place % 127) as i32;
    let year = match (zone, place % 3) {
        (Tz::Pacific__Apia, 0) => 2011,
        (Tz::Pacific__Kwajalein, 0) => 1993,
        (Tz::America__St_Johns, 0) => 2007,
        (Tz::America__Sao_Paulo, 0) => 2014,
        _ => year,
    };
    let new_year = Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).unwrap();
    let offset = |at: DateTime<Utc>| zone.offset_from_utc_datetime(&at.naive_utc()).fix();
    let change = (0..366)
        .map(|day| new_year + TimeDelta::days(day))
        .filter(|day| offset(*day) != offset(*day + TimeDelta::days(1)));
    let changes: Vec<Instant> = change.collect();
    let hour = TimeDelta::hours((place / 512 % 200) as i64);
    match changes.get((place / 128) as usize % changes.len().max(1)) {
        Some(change) if place % 4 != 3 => *change - TimeDelta::days(5) - hour,
        _ => new_year + TimeDelta::days((place / 128 % 340) as i64) + hour,
    }
}
