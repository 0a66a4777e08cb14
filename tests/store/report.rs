//! Figures for managers, and the lists behind them.

use chrono::TimeDelta;
use punctual::domain::{Breach, BreachId, PersonId, PromiseId, PromiseOutcome, PromiseRecord, Viewer};
use punctual::sla::{ClockKind, Instant};
use punctual::store::report::{Lateness, Period, ReportFilter, Tally};
use punctual::store::ticket::TicketFilter;
use punctual::store::{self, Connection, StoreError};

use super::seed::{World, at, contract_version, noon, organization, severity};
use crate::support::test_database::{TestDatabase, on_both_databases};

on_both_databases!(
    promises_are_counted_where_they_ended,
    each_figure_opens_its_list,
    lateness_is_measured_from_the_due_instant,
    what_breaks_soon_is_counted,
);

const ANYBODY: Viewer = Viewer::Staff(PersonId(uuid::Uuid::nil()));

fn november() -> Period {
    Period { from: at("2026-11-01T00:00:00Z"), before: at("2026-12-01T00:00:00Z") }
}

/// Two customers under two contracts. Of Acme (dms): respond kept, kept, broken; update broken; one that ended in
/// December, one that stopped, one that runs. Of Globex (other): respond broken.
fn write_year(c: &mut Connection) -> Result<(), StoreError> {
    use ClockKind::{Respond, Update};
    use PromiseOutcome::{Broken, Kept, Running, Stopped};
    let world = World::write(c)?;
    let globex = organization("Globex", &[]);
    store::organization::insert(c, &globex)?;
    let other = contract_version("other", 1, noon());
    store::contract::insert_version(c, &other)?;
    let mut later = contract_version("dms", 2, noon());
    later.name = "Next".to_owned();
    store::contract::insert_version(c, &later)?;
    for (number, contract, clock, outcome, ended) in [
        (1, &world.contract, Respond, Kept, "2026-11-01T00:00:00Z"),
        (2, &later, Respond, Kept, "2026-11-30T23:59:59.999999Z"),
        (3, &world.contract, Respond, Broken, "2026-11-23T13:00:00Z"),
        (4, &world.contract, Update, Broken, "2026-11-23T14:00:00Z"),
        (5, &world.contract, Respond, Kept, "2026-12-01T00:00:00Z"),
        (6, &world.contract, Respond, Stopped, "2026-11-10T00:00:00Z"),
        (7, &world.contract, Respond, Running, ""),
        (8, &other, Respond, Broken, "2026-11-20T00:00:00Z"),
    ] {
        let mut ticket = world.ticket(number);
        ticket.contract_version_id = contract.id;
        if contract.key == "other" {
            ticket.organization_id = Some(globex.id);
        }
        store::ticket::insert(c, &ticket)?;
        let ended_at: Option<Instant> = (!ended.is_empty()).then(|| at(ended));
        let record = PromiseRecord {
            id: PromiseId::new(noon()),
            ticket_id: ticket.id,
            clock,
            severity: severity("High"),
            started_at: noon(),
            due_at: ended_at,
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
                met_at: (number != 8).then(|| due_at + TimeDelta::minutes(number)),
            };
            store::breach::insert(c, &breach)?;
        }
    }
    Ok(())
}

fn line(contract: &str, clock: ClockKind, kept: i64, broken: i64, stopped: i64) -> Tally {
    Tally { contract_key: contract.to_owned(), severity: severity("High"), clock, kept, broken, stopped }
}

fn promises_are_counted_where_they_ended(test: &TestDatabase) {
    test.write(write_year);
    let all = ReportFilter::default();
    let dms_respond = line("dms", ClockKind::Respond, 2, 1, 1);
    let dms_update = line("dms", ClockKind::Update, 0, 1, 0);
    let other_respond = line("other", ClockKind::Respond, 0, 1, 0);
    let globex = test.read(|c| store::organization::find_by_name(c, "Globex")).unwrap().id;
    for (filter, expected) in [
        (all.clone(), vec![&dms_respond, &dms_update, &other_respond]),
        (
            ReportFilter { contract_key: Some("dms".to_owned()), ..all.clone() },
            vec![&dms_respond, &dms_update],
        ),
        (ReportFilter { organization: Some(globex), ..all.clone() }, vec![&other_respond]),
        (ReportFilter { clock: Some(ClockKind::Update), ..all.clone() }, vec![&dms_update]),
        (ReportFilter { severity: Some(severity("Low")), ..all.clone() }, vec![]),
    ] {
        let found = test.read(|c| store::report::tally(c, november(), &filter));
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{filter:?}");
    }
    let december = Period { from: november().before, before: at("2027-01-01T00:00:00Z") };
    assert_eq!(
        test.read(|c| store::report::tally(c, december, &all)),
        [line("dms", ClockKind::Respond, 1, 0, 0)]
    );
}

fn each_figure_opens_its_list(test: &TestDatabase) {
    test.write(write_year);
    let filter = ReportFilter { clock: Some(ClockKind::Respond), ..ReportFilter::default() };
    let list = |outcome, after, limit| {
        test.read(|c| store::report::promises(c, november(), &filter, outcome, after, limit))
    };
    let numbers =
        |outcome| -> Vec<i64> { list(outcome, None, 9).iter().map(|row| row.ticket_number.0).collect() };
    assert_eq!(numbers(Some(PromiseOutcome::Kept)), [2, 1]);
    assert_eq!(numbers(Some(PromiseOutcome::Broken)), [3, 8]);
    assert_eq!(numbers(None), [2, 3, 8, 6, 1]);
    let first = list(None, None, 2);
    let last = &first[1].record;
    let rest = list(None, Some((last.ended_at.unwrap(), last.id)), 9);
    assert_eq!(rest.iter().map(|row| row.ticket_number.0).collect::<Vec<_>>(), [8, 6, 1]);
    assert_eq!(rest[0].organization_name.as_deref(), Some("Globex"));
    assert_eq!((rest[0].contract_key.as_str(), rest[0].ticket_subject.as_str()), ("other", "Ticket 8"));

    let all = ReportFilter::default();
    let breaches = |after, limit| test.read(|c| store::report::breaches(c, november(), &all, after, limit));
    let first = breaches(None, 2);
    let last = &first[1].breach;
    let numbers: Vec<i64> = first
        .iter()
        .chain(&breaches(Some((last.due_at, last.id)), 9))
        .map(|row| row.ticket_number.0)
        .collect();
    assert_eq!(numbers, [4, 3, 8]);
}

fn lateness_is_measured_from_the_due_instant(test: &TestDatabase) {
    test.write(write_year);
    let of = |filter: &ReportFilter| test.read(|c| store::report::lateness(c, november(), filter));
    let all = Lateness {
        breaches: 3,
        still_missing: 1,
        median: Some(TimeDelta::minutes(3)),
        longest: Some(TimeDelta::minutes(4)),
    };
    assert_eq!(of(&ReportFilter::default()), all);
    let other = ReportFilter { contract_key: Some("other".to_owned()), ..ReportFilter::default() };
    assert_eq!(of(&other), Lateness { breaches: 1, still_missing: 1, median: None, longest: None });
    let missing = ReportFilter { contract_key: Some("missing".to_owned()), ..ReportFilter::default() };
    assert_eq!(of(&missing), Lateness::default());
}

fn what_breaks_soon_is_counted(test: &TestDatabase) {
    test.write(|c| {
        let world = World::write(c)?;
        for (number, hours, status) in [
            (1, 1, punctual::sla::Status::Open),
            (2, 5, punctual::sla::Status::WaitingOnCustomer),
            (3, 5, punctual::sla::Status::Resolved),
            (4, -1, punctual::sla::Status::Open),
            (5, 30, punctual::sla::Status::Open),
        ] {
            let mut ticket = world.ticket(number);
            ticket.status = status;
            ticket.next_due = Some((ClockKind::Respond, noon() + TimeDelta::hours(hours)));
            store::ticket::insert(c, &ticket)?;
        }
        Ok(())
    });
    let until = [2, 8, 48].map(|hours| noon() + TimeDelta::hours(hours));
    let counts = test.read(|c| store::report::at_risk(c, ANYBODY, &TicketFilter::default(), noon(), &until));
    assert_eq!(counts, [1, 2, 3]);
}
