//! How many due instants the engine gives in a second, by kind of target, and what a long span costs beside a short
//! one.
//!
//! Instants are spread over five years with bank holidays. Beside them, for scale, the same target found by walking
//! minute by minute. Run with `cargo bench --bench due`.

#![allow(clippy::unwrap_used, reason = "a benchmark that can't start should say so at once")]

use std::{hint::black_box, time::Duration};

use chrono::{DateTime, Datelike, NaiveTime, TimeDelta, Utc, Weekday};
use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use punctual::sla::{Calendar, ClockKind, Contract, Coverage, Instant};

const INSTANTS: i64 = 4096;
/// 2024-01-01 to 2028-12-31.
const FIVE_YEARS: std::ops::Range<i64> = 1_704_067_200..1_861_920_000;

fn contract(covers: &str, target: &str, rule: &str) -> Contract {
    let source = format!(
        "schema = 1\nkey = \"bench\"\nname = \"Bench\"\n[calendar]\ntime_zone = \"Europe/London\"\nholidays = \"GB-ENG\"\n\
         business_day = \"{rule}\"\n[calendar.office_hours]\nmon = [\"09:00-17:30\"]\ntue = [\"09:00-17:30\"]\n\
         wed = [\"09:00-17:30\"]\nthu = [\"09:00-17:30\"]\nfri = [\"09:00-17:30\"]\n\
         [[severity]]\ncode = \"S\"\ncovers = {covers}\nrespond = \"{target}\"\n"
    );
    Contract::parse(&source, &|name| Err(name.to_owned())).unwrap()
}

/// Instants all over the five years, in no order, to the microsecond.
fn instants() -> Vec<Instant> {
    let span = (FIVE_YEARS.end - FIVE_YEARS.start) * 1_000_000;
    let place = |number: i64| (number * 2_654_435_761 * 7919) % span;
    (0..INSTANTS)
        .map(|number| DateTime::from_timestamp_micros(FIVE_YEARS.start * 1_000_000 + place(number)).unwrap())
        .collect()
}

fn measure(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    instants: &[Instant],
    mut one: impl FnMut(Instant),
) {
    group.throughput(Throughput::Elements(instants.len() as u64));
    // The tables of the years are built once in a server's life; what is measured is the asking.
    instants.iter().for_each(|at| one(*at));
    group.bench_function(name, |bencher| bencher.iter(|| instants.iter().for_each(|at| one(*at))));
}

fn by_kind_of_target(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("due");
    group.measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_millis(500));
    let office = "[\"office_hours\"]";
    let kinds = [
        ("1h of office hours", office, "1h", "rolling"),
        ("8h of office hours", office, "8h", "rolling"),
        ("12h always", "\"always\"", "12h", "rolling"),
        ("3h of weekends and bank holidays", "[\"weekend\", \"bank_holiday\"]", "3h", "rolling"),
        ("2 business days, rolling", office, "2 business days", "rolling"),
        ("2 business days, close of business", office, "2 business days", "close_of_business"),
        ("next business day", "\"always\"", "next business day", "rolling"),
    ];
    for (name, covers, target, rule) in kinds {
        let contract = contract(covers, target, rule);
        let severity = contract.severity("S").unwrap();
        measure(&mut group, name, &instants(), |at| {
            black_box(contract.promise(severity, ClockKind::Respond, black_box(at)));
        });
    }
    group.finish();
}

fn by_length_of_span(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("span");
    group.measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_millis(500));
    let office = Coverage::OFFICE_HOURS;
    let contract = contract("[\"office_hours\"]", "1h", "rolling");
    let calendar = contract.calendar();
    // Two years have some 4,300 hours of office time.
    for (name, length) in
        [("target of 1h", TimeDelta::hours(1)), ("target of two years", TimeDelta::hours(4300))]
    {
        measure(&mut group, name, &instants(), |at| {
            black_box(calendar.advance(office, black_box(at), black_box(length)));
        });
    }
    for (name, length) in [("pause of 1h", TimeDelta::hours(1)), ("pause of two years", TimeDelta::days(730))]
    {
        measure(&mut group, name, &instants(), |at| {
            black_box(calendar.elapsed(office, black_box(at), black_box(at) + length));
        });
    }
    for (name, days) in
        [("1 business day", "1 business day"), ("two years of business days", "506 business days")]
    {
        let contract = self::contract("[\"office_hours\"]", days, "rolling");
        let severity = contract.severity("S").unwrap();
        measure(&mut group, name, &instants(), |at| {
            black_box(contract.promise(severity, ClockKind::Respond, black_box(at)));
        });
    }
    group.finish();
}

fn naive_walk(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("minute walk");
    group.sample_size(10).measurement_time(Duration::from_secs(2)).warm_up_time(Duration::from_millis(500));
    let contract = contract("[\"office_hours\"]", "1h", "rolling");
    let few: Vec<Instant> = instants().into_iter().step_by(128).collect();
    measure(&mut group, "8h of office hours", &few, |at| {
        black_box(walk(contract.calendar(), black_box(at), 8 * 60));
    });
    group.finish();
}

/// What a first draft would do: look at every minute's local time.
fn walk(calendar: &Calendar, mut at: Instant, mut minutes: u32) -> DateTime<Utc> {
    let [open, close] =
        [(9, 0), (17, 30)].map(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0).unwrap());
    while minutes > 0 {
        let local = at.with_timezone(&calendar.time_zone()).naive_local();
        let weekend = matches!(local.weekday(), Weekday::Sat | Weekday::Sun);
        let working = !weekend && calendar.holiday(local.date()).is_none();
        minutes -= u32::from(working && local.time() >= open && local.time() < close);
        at += TimeDelta::minutes(1);
    }
    at
}

criterion_group!(due, by_kind_of_target, by_length_of_span, naive_walk);
criterion_main!(due);
