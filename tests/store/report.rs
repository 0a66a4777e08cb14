//! Figures for managers, and the lists behind them.

use chrono::TimeDelta;
use punctual::domain::{Breach, BreachId, PromiseId, PromiseOutcome, PromiseRecord};
use punctual::sla::{ClockKind, Instant};
use punctual::store::report::{CustomerFilter, Lateness, PromiseCursor, PromiseFilter};
use punctual::store::{self, Connection, StoreError};

use super::seed::{World, at, contract_version, noon, organization, severity};
use crate::support::test_database::{TestDatabase, on_both_databases};

on_both_databases!(
    promises_are_counted_where_they_ended,
    each_figure_opens_its_list,
    pages_of_a_list_hold_every_promise_once,
    open_promises_come_by_what_is_due_next,
    lateness_is_measured_from_the_due_instant,
);

fn november() -> PromiseFilter {
    PromiseFilter {
        ended_from: Some(at("2026-11-01T00:00:00Z")),
        ended_before: Some(at("2026-12-01T00:00:00Z")),
        ..PromiseFilter::default()
    }
}

/// Of Acme (dms): respond kept, kept, broken; update broken, then kept; one that ended in December, one that stopped,
/// two that run. Of Globex (other): respond broken, not made good. Of nobody's: respond kept.
fn write_year(c: &mut Connection) -> Result<(), StoreError> {
    use ClockKind::{Resolve, Respond, Update};
    use PromiseOutcome::{Broken, Kept, Running, Stopped};
    let world = World::write(c)?;
    let globex = organization("Globex", &[]);
    store::organization::insert(c, &globex)?;
    let other = contract_version("other", 1, noon());
    store::contract::insert_version(c, &other)?;
    let later = contract_version("dms", 2, noon());
    store::contract::insert_version(c, &later)?;
    for (number, contract, clock, outcome, ended) in [
        (1, &world.contract, Respond, Kept, "2026-11-01T00:00:00Z"),
        (2, &later, Respond, Kept, "2026-11-30T23:59:59.999999Z"),
        (3, &world.contract, Respond, Broken, "2026-11-23T13:00:00Z"),
        (4, &world.contract, Update, Broken, "2026-11-23T14:00:00Z"),
        (5, &world.contract, Respond, Kept, "2026-12-01T00:00:00Z"),
        (6, &world.contract, Respond, Stopped, "2026-11-10T00:00:00Z"),
        (7, &world.contract, Respond, Running, "2026-11-23T13:30:00Z"),
        (8, &other, Respond, Broken, "2026-11-20T00:00:00Z"),
        (9, &world.contract, Respond, Kept, "2026-11-05T00:00:00Z"),
        (10, &world.contract, Resolve, Running, "2026-11-23T13:10:00Z"),
    ] {
        let mut ticket = world.ticket(number);
        ticket.contract_version_id = contract.id;
        match number {
            8 => ticket.organization_id = Some(globex.id),
            9 => ticket.organization_id = None,
            _ => {}
        }
        store::ticket::insert(c, &ticket)?;
        let ended_at: Option<Instant> = (outcome != Running).then(|| at(ended));
        let record = PromiseRecord {
            id: PromiseId::new(noon()),
            ticket_id: ticket.id,
            clock,
            severity: severity("High"),
            started_at: noon(),
            due_at: Some(at(ended)),
            outcome,
            ended_at,
        };
        store::promise::insert(c, &record)?;
        if let (Broken, Some(due_at)) = (outcome, ended_at) {
            let breach = Breach {
                id: BreachId::new(noon()),
                ticket_id: ticket.id,
                clock,
                severity: severity("High"),
                due_at,
                recorded_at: due_at,
                met_at: (number == 3).then(|| due_at + TimeDelta::minutes(3)),
            };
            store::breach::insert(c, &breach)?;
        }
        if number == 4 {
            let next = PromiseRecord {
                id: PromiseId::new(noon()),
                started_at: at("2026-11-23T14:00:00Z"),
                outcome: Kept,
                due_at: Some(at("2026-11-23T15:00:00Z")),
                ended_at: Some(at("2026-11-23T14:40:00Z")),
                ..record
            };
            store::promise::insert(c, &next)?;
        }
    }
    Ok(())
}

/// Every tally in short: contract, clock, outcome, how many.
fn counted(test: &TestDatabase, filter: &PromiseFilter) -> Vec<(String, String, PromiseOutcome, i64)> {
    let mut lines: Vec<_> = test
        .read(|c| store::report::tally(c, filter))
        .into_iter()
        .map(|tally| (tally.contract_key, tally.clock.to_string(), tally.outcome, tally.count))
        .collect();
    lines.sort_by_key(|(contract, clock, outcome, _)| (contract.clone(), clock.clone(), *outcome as u8));
    lines
}

fn numbers(test: &TestDatabase, filter: &PromiseFilter) -> Vec<i64> {
    let (rows, next) = test.read(|c| store::report::list(c, filter, None, 100));
    assert_eq!(next, None);
    rows.iter().map(|row| row.ticket_number.0).collect()
}

fn promises_are_counted_where_they_ended(test: &TestDatabase) {
    use PromiseOutcome::{Broken, Kept, Stopped};
    test.write(write_year);
    let line =
        |contract: &str, clock: &str, outcome, count| (contract.to_owned(), clock.to_owned(), outcome, count);
    let globex = test.read(|c| store::organization::find_by_name(c, "Globex")).unwrap().id;
    let other = vec![line("other", "respond", Broken, 1)];
    let dms = |key: &str| PromiseFilter { contract_key: Some(key.to_owned()), ..november() };
    for (filter, expected) in [
        // Two versions of a contract, and a ticket of nobody's beside Acme's: alike lines stay apart until they are
        // summed.
        (
            PromiseFilter { customer: CustomerFilter::Unknown, ..november() },
            vec![line("dms", "respond", Kept, 1)],
        ),
        (dms("other"), other.clone()),
        (PromiseFilter { customer: CustomerFilter::Is(globex), ..november() }, other),
        (
            PromiseFilter { clock: Some(ClockKind::Update), ..november() },
            vec![line("dms", "update", Kept, 1), line("dms", "update", Broken, 1)],
        ),
        (PromiseFilter { outcomes: vec![Stopped], ..november() }, vec![line("dms", "respond", Stopped, 1)]),
        (PromiseFilter { severity: Some(severity("Low")), ..november() }, vec![]),
        (dms("missing"), vec![]),
    ] {
        assert_eq!(counted(test, &filter), expected, "{filter:?}");
    }
    let kept = PromiseFilter { outcomes: vec![Kept], ..dms("dms") };
    let sum: i64 = counted(test, &kept).iter().map(|(.., count)| count).sum();
    assert_eq!(sum, 4, "both versions of the contract");
}

fn each_figure_opens_its_list(test: &TestDatabase) {
    use PromiseOutcome::{Broken, Kept, Running, Stopped};
    test.write(write_year);
    let of = |outcomes: &[PromiseOutcome]| PromiseFilter { outcomes: outcomes.to_vec(), ..november() };
    for (filter, expected) in [
        (of(&[Kept]), vec![2, 4, 9, 1]),
        (of(&[Broken]), vec![4, 3, 8]),
        (of(&[Kept, Broken]), vec![2, 4, 4, 3, 8, 9, 1]),
        (of(&[Stopped]), vec![6]),
        (november(), vec![2, 4, 4, 3, 8, 6, 9, 1]),
        (PromiseFilter::default(), vec![5, 2, 4, 4, 3, 8, 6, 9, 1]),
        (PromiseFilter { outcomes: vec![Running], ..PromiseFilter::default() }, vec![10, 7]),
    ] {
        assert_eq!(numbers(test, &filter), expected, "{filter:?}");
        let count = i64::try_from(expected.len()).unwrap();
        assert_eq!(test.read(|c| store::report::count(c, &filter)), count, "{filter:?}");
        let summed: i64 = counted(test, &filter).iter().map(|(.., count)| count).sum();
        assert_eq!(summed, count, "{filter:?}");
    }
}

fn pages_of_a_list_hold_every_promise_once(test: &TestDatabase) {
    test.write(write_year);
    for filter in [
        PromiseFilter::default(),
        PromiseFilter { outcomes: vec![PromiseOutcome::Running], ..PromiseFilter::default() },
    ] {
        let whole = numbers(test, &filter);
        let (mut paged, mut after) = (Vec::new(), None::<PromiseCursor>);
        loop {
            let (rows, next) = test.read(|c| store::report::list(c, &filter, after, 1));
            paged.extend(rows.iter().map(|row| row.ticket_number.0));
            let Some(next) = next else { break };
            after = Some(next.to_string().parse().unwrap());
        }
        assert_eq!(paged, whole);
    }
}

fn open_promises_come_by_what_is_due_next(test: &TestDatabase) {
    test.write(write_year);
    let due_before = |text: &str| PromiseFilter {
        outcomes: vec![PromiseOutcome::Running],
        due_before: Some(at(text)),
        ..PromiseFilter::default()
    };
    for (before, expected) in [
        ("2026-11-23T13:10:00Z", vec![]),
        ("2026-11-23T13:10:00.000001Z", vec![10]),
        ("2026-11-24T00:00:00Z", vec![10, 7]),
    ] {
        assert_eq!(numbers(test, &due_before(before)), expected, "{before}");
    }
}

fn lateness_is_measured_from_the_due_instant(test: &TestDatabase) {
    test.write(write_year);
    let of = |filter: &PromiseFilter| test.read(|c| store::report::lateness(c, filter));
    let three = Some(TimeDelta::minutes(3));
    let all = Lateness { breaches: 2, still_missing: 1, median: three, longest: three };
    assert_eq!(of(&november()), all);
    let other = PromiseFilter { contract_key: Some("other".to_owned()), ..november() };
    assert_eq!(of(&other), Lateness { breaches: 1, still_missing: 1, median: None, longest: None });
    let missing = PromiseFilter { contract_key: Some("missing".to_owned()), ..november() };
    assert_eq!(of(&missing), Lateness::default());

    let broken = PromiseFilter { outcomes: vec![PromiseOutcome::Broken], ..november() };
    let (rows, _) = test.read(|c| store::report::list(c, &broken, None, 9));
    let made_good: Vec<_> = rows.iter().map(|row| (row.ticket_number.0, row.made_good_at)).collect();
    assert_eq!(
        made_good,
        [(4, Some(at("2026-11-23T14:40:00Z"))), (3, Some(at("2026-11-23T13:03:00Z"))), (8, None)]
    );
}
