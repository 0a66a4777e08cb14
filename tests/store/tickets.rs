//! Tickets: written whole, seen by who may, listed page by page.

use std::collections::BTreeSet;

use punctual::domain::{PersonId, Role, SeverityChoice, Ticket, TicketId, TicketNumber, Viewer};
use punctual::sla::{Affected, Answers, ClockKind, Impact, Status, Workaround};
use punctual::store::ticket::{AssigneeFilter, Cursor, Direction, Sort, SortKey, TicketFilter};
use punctual::store::{self, StoreError};

use super::seed::{World, at, noon, organization, person, severity};
use crate::support::test_database::{TestDatabase, on_both_databases};

on_both_databases!(
    a_ticket_comes_back_as_it_was_written,
    an_older_version_is_refused,
    a_number_is_nobody_elses,
    everybody_sees_their_own,
    the_queue_begins_with_what_breaks_next,
    pages_visit_every_ticket_once,
    filters_keep_what_they_say,
    rows_carry_names,
    the_longest_overdue_wakes_first,
    text_that_postgres_could_not_keep_is_shown_as_a_mark,
);

const ANYBODY: Viewer = Viewer::Staff(PersonId(uuid::Uuid::nil()));

fn a_ticket_comes_back_as_it_was_written(test: &TestDatabase) {
    let (plain, mut full) = test.write(|c| {
        let world = World::write(c)?;
        let plain = world.write_ticket(c)?;
        let mut full = world.ticket(77);
        full.follows_up = Some(plain.id);
        full.assignee_id = Some(world.agent.id);
        full.suggestion = Some(SeverityChoice {
            code: severity("Critical"),
            reason: "'cannot log in' matches Critical".to_owned(),
        });
        full.answers = Some(Answers {
            affected: Some(Affected::Everyone),
            impact: Some(Impact::Unusable),
            workaround: Some(Workaround::None),
        });
        full.breach_count = 3;
        full.is_outside_agreement = true;
        full.subject = "Ünïcode, 'quotes' and \"more\"; 漢字 🙂".to_owned();
        store::ticket::insert(c, &full)?;
        Ok((plain, full))
    });
    assert_eq!(test.read(|c| store::ticket::find(c, ANYBODY, plain.id)), Some(plain));
    assert_eq!(test.read(|c| store::ticket::find(c, ANYBODY, full.id)), Some(full.clone()));
    assert_eq!(
        test.read(|c| store::ticket::find_by_number(c, ANYBODY, TicketNumber(77))),
        Some(full.clone())
    );

    let before = full.clone();
    full.version += 1;
    full.status = Status::WaitingOnCustomer;
    (full.assignee_id, full.suggestion, full.next_due, full.next_wake_at) = (None, None, None, None);
    let changed = full.clone();
    test.write(move |c| store::ticket::update(c, &before, &changed));
    assert_eq!(test.write(move |c| store::ticket::lock(c, full.id)), Some(full.clone()));
    assert_eq!(test.read(|c| store::ticket::find(c, ANYBODY, TicketId::new(noon()))), None);
}

fn an_older_version_is_refused(test: &TestDatabase) {
    let mut ticket = test.write(|c| World::write(c)?.write_ticket(c));
    for (version, outcome) in [
        (2, Ok(())),
        (2, Err(StoreError::Conflict { what: "ticket" })),
        (3, Ok(())),
        (9, Err(StoreError::Conflict { what: "ticket" })),
    ] {
        let before = ticket.clone();
        ticket.version = version;
        let changed = ticket.clone();
        assert_eq!(
            test.database.write_now(move |c| store::ticket::update(c, &before, &changed)),
            outcome,
            "{version}"
        );
    }
}

fn a_number_is_nobody_elses(test: &TestDatabase) {
    let outcome = test.database.write_now(|c| {
        let world = World::write(c)?;
        store::ticket::insert(c, &world.ticket(7))?;
        store::ticket::insert(c, &world.ticket(7))
    });
    assert_eq!(outcome, Err(StoreError::Unique { constraint: "ticket_number_key".to_owned() }));
}

fn everybody_sees_their_own(test: &TestDatabase) {
    let (ours, theirs, strange, viewers) = test.write(|c| {
        let world = World::write(c)?;
        let globex = organization("Globex", &[]);
        let eve = person("eve@globex.example", Role::Customer, Some(globex.id));
        let colleague = person("carl@acme.example", Role::Customer, Some(world.acme.id));
        let stranger = person("someone@else.example", Role::Customer, None);
        store::organization::insert(c, &globex)?;
        for person in [&eve, &colleague, &stranger] {
            store::person::insert(c, person)?;
        }
        let ours = world.write_ticket(c)?;
        let mut theirs = world.ticket(50);
        (theirs.organization_id, theirs.requester_id) = (Some(globex.id), eve.id);
        let mut strange = world.ticket(60);
        (strange.organization_id, strange.requester_id) = (None, stranger.id);
        store::ticket::insert(c, &theirs)?;
        store::ticket::insert(c, &strange)?;
        let viewers = [&world.agent, &world.contact, &colleague, &eve, &stranger].map(Viewer::of);
        Ok((ours, theirs, strange, viewers))
    });
    let expected = [
        [true, true, true],
        [true, false, false],
        [true, false, false],
        [false, true, false],
        [false, false, true],
    ];
    for (viewer, expected) in viewers.into_iter().zip(expected) {
        let seen = [&ours, &theirs, &strange].map(|ticket| {
            let by_id = test.read(|c| store::ticket::find(c, viewer, ticket.id)).is_some();
            let by_number = test.read(|c| store::ticket::find_by_number(c, viewer, ticket.number)).is_some();
            assert_eq!(by_id, by_number, "{viewer:?}");
            by_id
        });
        assert_eq!(seen, expected, "{viewer:?}");
        let all = TicketFilter::default();
        let count = test.read(|c| store::ticket::count(c, viewer, &all));
        let listed = test.read(|c| store::ticket::list(c, viewer, &all, Sort::default(), None, 50));
        assert_eq!(count, i64::try_from(seen.into_iter().filter(|seen| *seen).count()).unwrap());
        assert_eq!(listed.rows.len(), usize::try_from(count).unwrap());
    }
}

/// Forty tickets of every kind, many of them equal in what lists are ordered by.
fn write_forty(test: &TestDatabase) -> Vec<Ticket> {
    test.write(|c| {
        let world = World::write(c)?;
        let mut tickets = Vec::new();
        for number in 1..=40 {
            let mut ticket = world.ticket(number);
            let hours = chrono::TimeDelta::hours(number % 5);
            ticket.created_at = noon() + hours;
            ticket.updated_at = noon() + hours * 2;
            ticket.status = [Status::Open, Status::WaitingOnCustomer, Status::Resolved, Status::Closed]
                [usize::try_from(number % 4).unwrap()];
            ticket.next_due = (number % 3 != 0).then_some((ClockKind::Update, noon() + hours));
            ticket.assignee_id = (number % 2 == 0).then_some(world.agent.id);
            ticket.breach_count = i32::try_from(number % 6).unwrap();
            if number % 10 == 0 {
                ticket.suggestion =
                    Some(SeverityChoice { code: severity("Critical"), reason: "words".to_owned() });
            }
            store::ticket::insert(c, &ticket)?;
            tickets.push(ticket);
        }
        Ok(tickets)
    })
}

fn list_all(test: &TestDatabase, filter: &TicketFilter, sort: Sort, limit: i64) -> Vec<i64> {
    let mut numbers = Vec::new();
    let mut after: Option<Cursor> = None;
    loop {
        let page = test.read(|c| store::ticket::list(c, ANYBODY, filter, sort, after, limit));
        assert!(page.rows.len() <= usize::try_from(limit).unwrap());
        numbers.extend(page.rows.iter().map(|row| row.number.0));
        match page.next {
            // As a link carries it.
            Some(next) => after = Some(next.to_string().parse().unwrap()),
            None => return numbers,
        }
    }
}

fn the_queue_begins_with_what_breaks_next(test: &TestDatabase) {
    let mut tickets = write_forty(test);
    let is_finished = |ticket: &Ticket| matches!(ticket.status, Status::Resolved | Status::Closed);
    tickets.sort_by_key(|ticket| {
        let due = ticket.next_due.map(|(_, due)| due);
        let place = match (is_finished(ticket), ticket.suggestion.is_some(), due) {
            (true, _, _) => (3, noon() - (ticket.updated_at - noon())),
            (false, true, due) => (0, due.unwrap_or(ticket.created_at)),
            (false, false, Some(due)) => (1, due),
            (false, false, None) => (2, ticket.created_at),
        };
        (place, ticket.number)
    });
    let expected: Vec<i64> = tickets.iter().map(|ticket| ticket.number.0).collect();
    let everything = TicketFilter::default();
    assert_eq!(list_all(test, &everything, Sort::default(), 50), expected);
}

fn pages_visit_every_ticket_once(test: &TestDatabase) {
    let tickets = write_forty(test);
    let every: BTreeSet<i64> = tickets.iter().map(|ticket| ticket.number.0).collect();
    for key in [SortKey::NextDue, SortKey::Created, SortKey::Updated, SortKey::Number] {
        let everything = TicketFilter::default();
        let list = |direction, limit| list_all(test, &everything, Sort { key, direction }, limit);
        let whole = list(Direction::Ascending, 50);
        assert_eq!(whole.iter().copied().collect::<BTreeSet<_>>(), every, "{key:?}");
        assert_eq!(whole.len(), every.len(), "{key:?}");
        let mut backwards = list(Direction::Descending, 50);
        backwards.reverse();
        assert_eq!(backwards, whole, "{key:?}");
        for limit in [1, 3, 7, 39, 40] {
            assert_eq!(list(Direction::Ascending, limit), whole, "{key:?} by {limit}");
            let mut backwards = list(Direction::Descending, limit);
            backwards.reverse();
            assert_eq!(backwards, whole, "{key:?} backwards by {limit}");
        }
    }
}

fn filters_keep_what_they_say(test: &TestDatabase) {
    let tickets = write_forty(test);
    let agent = tickets.iter().find_map(|ticket| ticket.assignee_id).unwrap();
    let first = &tickets[0];
    let default = TicketFilter::default;
    type Keeps = fn(&Ticket) -> bool;
    let cases: Vec<(TicketFilter, Keeps)> = vec![
        (default(), |_| true),
        (TicketFilter { status: vec![Status::Open], ..default() }, |t| t.status == Status::Open),
        (TicketFilter { status: vec![Status::Open, Status::WaitingOnCustomer], ..default() }, |t| {
            matches!(t.status, Status::Open | Status::WaitingOnCustomer)
        }),
        (TicketFilter { status: vec![Status::Closed], ..default() }, |t| t.status == Status::Closed),
        (TicketFilter { status: vec![Status::Closed, Status::Open], ..default() }, |t| {
            matches!(t.status, Status::Open | Status::Closed)
        }),
        (TicketFilter { assignee: AssigneeFilter::Nobody, ..default() }, |t| t.assignee_id.is_none()),
        (TicketFilter { assignee: AssigneeFilter::Is(agent), ..default() }, |t| t.assignee_id.is_some()),
        (TicketFilter { severities: vec![first.severity.code.clone()], ..default() }, |_| true),
        (TicketFilter { severities: vec![severity("no such")], ..default() }, |_| false),
        (
            TicketFilter { severities: vec![severity("no such"), first.severity.code.clone()], ..default() },
            |_| true,
        ),
        (TicketFilter { organization: first.organization_id, ..default() }, |_| true),
        (TicketFilter { requester: Some(agent), ..default() }, |_| false),
        (TicketFilter { contract_key: Some("dms".to_owned()), ..default() }, |_| true),
        (TicketFilter { contract_key: Some("other".to_owned()), ..default() }, |_| false),
        (TicketFilter { is_breached: Some(true), ..default() }, |t| t.breach_count > 0),
        (TicketFilter { is_breached: Some(false), ..default() }, |t| t.breach_count == 0),
        (TicketFilter { has_suggestion: Some(true), ..default() }, |t| t.suggestion.is_some()),
        (TicketFilter { has_suggestion: Some(false), ..default() }, |t| t.suggestion.is_none()),
        (TicketFilter { is_outside_agreement: Some(true), ..default() }, |_| false),
        (TicketFilter { next_clock: Some(ClockKind::Update), ..default() }, |t| t.next_due.is_some()),
        (TicketFilter { next_clock: Some(ClockKind::Resolve), ..default() }, |_| false),
        (TicketFilter { created_from: Some(at("2026-11-23T14:00:00Z")), ..default() }, |t| {
            t.created_at >= at("2026-11-23T14:00:00Z")
        }),
        (TicketFilter { created_before: Some(at("2026-11-23T14:00:00Z")), ..default() }, |t| {
            t.created_at < at("2026-11-23T14:00:00Z")
        }),
        (TicketFilter { text: Some("tICKET 3".to_owned()), ..default() }, |t| {
            t.subject.starts_with("Ticket 3")
        }),
        (TicketFilter { text: Some("#12".to_owned()), ..default() }, |t| t.number.0 == 12),
        (TicketFilter { text: Some("100%".to_owned()), ..default() }, |_| false),
        (TicketFilter { text: Some("_icket".to_owned()), ..default() }, |_| false),
        (TicketFilter { ids: vec![first.id], ..default() }, |t| t.number.0 == 1),
    ];
    for (filter, keeps) in cases {
        let expected: BTreeSet<i64> =
            tickets.iter().filter(|ticket| keeps(ticket)).map(|ticket| ticket.number.0).collect();
        let found: BTreeSet<i64> = list_all(test, &filter, Sort::default(), 9).into_iter().collect();
        assert_eq!(found, expected, "{filter:?}");
        let count = test.read(|c| store::ticket::count(c, ANYBODY, &filter));
        assert_eq!(count, i64::try_from(expected.len()).unwrap(), "{filter:?}");
    }
}

fn rows_carry_names(test: &TestDatabase) {
    write_forty(test);
    let filter = TicketFilter { text: Some("#2".to_owned()), ..TicketFilter::default() };
    let page = test.read(|c| store::ticket::list(c, ANYBODY, &filter, Sort::default(), None, 50));
    let row = page.rows.iter().find(|row| row.number.0 == 2).unwrap();
    assert_eq!(row.requester_name, "ann");
    assert_eq!(row.organization_name.as_deref(), Some("Acme"));
    assert_eq!(row.assignee_name.as_deref(), Some("bob"));
    assert_eq!(row.contract_key, "dms");
}

fn the_longest_overdue_wakes_first(test: &TestDatabase) {
    let ids = test.write(|c| {
        let world = World::write(c)?;
        let mut ids = Vec::new();
        for wake in [Some(3), Some(1), None, Some(2), Some(9)] {
            let number = store::ticket::next_number(c)?;
            let mut ticket = world.ticket(number.0);
            ticket.next_wake_at = wake.map(|hours| noon() + chrono::TimeDelta::hours(hours));
            store::ticket::insert(c, &ticket)?;
            ids.push(ticket.id);
        }
        Ok(ids)
    });
    let hour = |hours| noon() + chrono::TimeDelta::hours(hours);
    let wake = |now, limit| test.write(move |c| store::ticket::due_to_wake(c, now, limit));
    assert_eq!(test.read(store::ticket::next_wake), Some(hour(1)));
    assert_eq!(wake(noon(), 9), Vec::<TicketId>::new());
    assert_eq!(wake(hour(1), 9), [ids[1]]);
    assert_eq!(wake(hour(5), 9), [ids[1], ids[3], ids[0]]);
    assert_eq!(wake(hour(5), 2), [ids[1], ids[3]]);
    let first = ids[1];
    test.write(move |c| store::stuck_ticket::put(c, first, "unreadable", hour(5), hour(20)));
    assert_eq!(wake(hour(5), 9), [ids[3], ids[0]]);
    assert_eq!(test.read(store::ticket::next_wake), Some(hour(2)));
}

fn text_that_postgres_could_not_keep_is_shown_as_a_mark(test: &TestDatabase) {
    let id = test.write(|c| {
        let world = World::write(c)?;
        let mut ticket = world.ticket(1);
        ticket.subject = "a\0b".to_owned();
        store::ticket::insert(c, &ticket)?;
        Ok(ticket.id)
    });
    let found = test.read(|c| store::ticket::find(c, ANYBODY, id)).unwrap();
    assert_eq!(found.subject, "a\u{fffd}b");
}
