//! Promises, breaches and pages.

use punctual::domain::{Breach, BreachId, Page, PageId, PromiseId, PromiseOutcome, PromiseRecord, Ticket};
use punctual::sla::{ClockKind, Instant};
use punctual::store::breach::BreachFilter;
use punctual::store::{self, StoreError};

use super::seed::{World, noon, severity};
use crate::support::test_database::{TestDatabase, on_both_databases};

on_both_databases!(
    a_breach_is_recorded_once_with_its_true_instant,
    breaches_are_listed_page_by_page,
    a_clock_has_one_open_promise,
    a_page_is_made_once_and_taken_once,
);

fn hour(hours: i64) -> Instant {
    noon() + chrono::TimeDelta::hours(hours)
}

fn breach(ticket: &Ticket, clock: ClockKind, due_at: Instant) -> Breach {
    Breach {
        id: BreachId::new(noon()),
        ticket_id: ticket.id,
        clock,
        severity: severity("Critical"),
        due_at,
        recorded_at: hour(9),
        met_at: None,
    }
}

fn a_breach_is_recorded_once_with_its_true_instant(test: &TestDatabase) {
    let (ticket, respond) = test.write(|c| {
        let ticket = World::write(c)?.write_ticket(c)?;
        let respond = breach(&ticket, ClockKind::Respond, hour(1));
        assert!(store::breach::insert(c, &respond)?);
        assert!(!store::breach::insert(c, &breach(&ticket, ClockKind::Respond, hour(1)))?);
        assert!(store::breach::insert(c, &breach(&ticket, ClockKind::Update, hour(1)))?);
        assert!(store::breach::insert(c, &breach(&ticket, ClockKind::Update, hour(2)))?);
        store::breach::set_met(c, ticket.id, ClockKind::Respond, hour(3))?;
        store::breach::set_met(c, ticket.id, ClockKind::Respond, hour(8))?;
        Ok((ticket, respond))
    });
    let of_clock = |clock| {
        let filter = BreachFilter { ticket: Some(ticket.id), clock: Some(clock), ..BreachFilter::default() };
        test.read(|c| store::breach::list(c, &filter, None, 9))
    };
    assert_eq!(of_clock(ClockKind::Respond), [Breach { met_at: Some(hour(3)), ..respond }]);
    let updates = of_clock(ClockKind::Update);
    assert_eq!(
        updates.iter().map(|breach| (breach.due_at, breach.met_at)).collect::<Vec<_>>(),
        [(hour(2), None), (hour(1), None)]
    );
}

fn breaches_are_listed_page_by_page(test: &TestDatabase) {
    test.write(|c| {
        let world = World::write(c)?;
        for _ in 0..5 {
            let ticket = world.write_ticket(c)?;
            for hours in 0..4 {
                store::breach::insert(c, &breach(&ticket, ClockKind::Update, hour(hours)))?;
            }
        }
        Ok(())
    });
    let filter = BreachFilter { from: Some(hour(1)), before: Some(hour(3)), ..BreachFilter::default() };
    let whole = test.read(|c| store::breach::list(c, &filter, None, 50));
    assert_eq!(whole.len(), 10);
    assert!(whole.is_sorted_by_key(|breach| std::cmp::Reverse((breach.due_at, breach.id))));
    let mut paged: Vec<Breach> = Vec::new();
    loop {
        let after = paged.last().map(|last| (last.due_at, last.id));
        let page = test.read(|c| store::breach::list(c, &filter, after, 3));
        if page.is_empty() {
            break;
        }
        paged.extend(page);
    }
    assert_eq!(paged, whole);
}

fn a_clock_has_one_open_promise(test: &TestDatabase) {
    let (ticket, first) = test.write(|c| {
        let ticket = World::write(c)?.write_ticket(c)?;
        let first = PromiseRecord {
            id: PromiseId::new(noon()),
            ticket_id: ticket.id,
            clock: ClockKind::Update,
            severity: severity("Critical"),
            started_at: noon(),
            due_at: Some(hour(1)),
            outcome: PromiseOutcome::Running,
            ended_at: None,
        };
        store::promise::insert(c, &first)?;
        Ok((ticket, first))
    });
    let running = || test.read(|c| store::promise::running(c, ticket.id, ClockKind::Update));
    let last = || test.read(|c| store::promise::last(c, ticket.id, ClockKind::Update));
    assert_eq!(running(), Some(first.clone()));
    assert_eq!(test.read(|c| store::promise::running(c, ticket.id, ClockKind::Respond)), None);
    let second =
        PromiseRecord { id: PromiseId::new(noon()), started_at: hour(1), due_at: None, ..first.clone() };
    let early = second.clone();
    let outcome = test.database.write_now(move |c| store::promise::insert(c, &early));
    assert_eq!(outcome, Err(StoreError::Unique { constraint: "promise_ticket_id_clock_key".to_owned() }));

    let ended = PromiseRecord { outcome: PromiseOutcome::Broken, ended_at: Some(hour(1)), ..first };
    let changed = ended.clone();
    test.write(move |c| store::promise::update(c, &changed));
    assert_eq!((running(), last()), (None, Some(ended.clone())));
    let started = second.clone();
    test.write(move |c| store::promise::insert(c, &started));
    assert_eq!((running(), last()), (Some(second.clone()), Some(second.clone())));
    assert_eq!(test.read(|c| store::promise::list(c, ticket.id)), [ended, second]);
}

fn a_page_is_made_once_and_taken_once(test: &TestDatabase) {
    let (world, ticket, first) = test.write(|c| {
        let world = World::write(c)?;
        let ticket = world.write_ticket(c)?;
        let page = |step| Page {
            id: PageId::new(noon()),
            ticket_id: ticket.id,
            chain_started_at: noon(),
            step,
            person_id: (step == 0).then_some(world.agent.id),
            why: "S1 outside office hours".to_owned(),
            paged_at: hour(i64::from(step)),
            taken_at: None,
            taken_by: None,
        };
        let first = page(0);
        assert!(store::page::insert(c, &page(1))?);
        assert!(store::page::insert(c, &first)?);
        assert!(!store::page::insert(c, &page(0))?);
        Ok((world, ticket, first))
    });
    let open = || test.read(|c| store::page::open(c, ticket.id));
    assert_eq!(open().iter().map(|page| page.step).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(test.read(|c| store::page::find(c, first.id)), Some(first.clone()));
    let (agent, contact, id) = (world.agent.id, world.contact.id, ticket.id);
    test.write(move |c| store::page::take(c, id, agent, hour(2)));
    test.write(move |c| store::page::take(c, id, contact, hour(3)));
    assert_eq!(open(), []);
    let taken = test.read(|c| store::page::find(c, first.id)).unwrap();
    assert_eq!((taken.taken_at, taken.taken_by), (Some(hour(2)), Some(agent)));
}
