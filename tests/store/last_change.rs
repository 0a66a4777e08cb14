//! When tickets last changed: staff are told of every change, customers of those that they may know, page by page.

use chrono::TimeDelta;
use punctual::domain::{Ticket, Viewer};
use punctual::sla::Instant;
use punctual::store::ticket::{Cursor, Direction, Sort, SortKey, TicketFilter};
use punctual::store::{self, Connection, StoreError};

use super::seed::{World, noon};
use crate::support::test_database::{TestDatabase, on_both_databases};

on_both_databases!(pages_follow_what_each_reader_may_know);

/// What a change is to the customer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Known,
    Internal,
}
use Kind::{Internal, Known};

/// What happened to the tickets, over and over: nothing, or changes one after another.
const LIVES: [&[Kind]; 6] =
    [&[], &[Known], &[Internal], &[Internal, Internal], &[Internal, Known], &[Known, Internal]];

/// A ticket's number, its last change, and the last one that its customer may know.
type Changed = (i64, Instant, Instant);

fn pages_follow_what_each_reader_may_know(test: &TestDatabase) {
    let (mut tickets, contact, agent) = test.write(|c| {
        let world = World::write(c)?;
        let tickets = (1..=60).map(|number| live(c, &world, number)).collect::<Result<Vec<_>, _>>()?;
        Ok((tickets, Viewer::of(&world.contact), Viewer::of(&world.agent)))
    });
    tickets.sort_by_key(|(number, _, known)| (*known, *number));
    check(test, contact, &tickets.iter().map(|(number, _, known)| (*number, *known)).collect::<Vec<_>>());
    tickets.sort_by_key(|(number, changed, _)| (*changed, *number));
    check(test, agent, &tickets.iter().map(|(number, changed, _)| (*number, *changed)).collect::<Vec<_>>());
}

/// Opens a ticket and lets it change; several tickets change at the same instants.
fn live(c: &mut Connection, world: &World, number: i64) -> Result<Changed, StoreError> {
    let mut ticket = world.ticket(number);
    ticket.updated_at = noon() + TimeDelta::hours(number % 4);
    store::ticket::insert(c, &ticket)?;
    let mut known = ticket.updated_at;
    let life = LIVES[usize::try_from(number).unwrap() % LIVES.len()];
    for (kind, hours) in life.iter().zip([number * 7 % 11, number % 3]) {
        let before = ticket.clone();
        ticket = Ticket {
            version: before.version + 1,
            updated_at: before.updated_at + TimeDelta::hours(hours),
            ..before.clone()
        };
        store::ticket::update(c, &before, &ticket)?;
        match kind {
            Known => known = ticket.updated_at,
            Internal => store::ticket::set_internal(c, &before, &ticket)?,
        }
        assert_eq!(store::ticket::last_change(c, Viewer::of(&world.contact), &ticket)?, known);
        assert_eq!(store::ticket::last_change(c, Viewer::of(&world.agent), &ticket)?, ticket.updated_at);
    }
    Ok((number, ticket.updated_at, known))
}

/// Lists of any length of page are these tickets in this order, with these instants.
fn check(test: &TestDatabase, viewer: Viewer, earliest_first: &[(i64, Instant)]) {
    let latest_first: Vec<_> = earliest_first.iter().rev().copied().collect();
    for limit in [1, 2, 7, 25, 59, 60, 61] {
        assert_eq!(
            listed(test, viewer, Direction::Ascending, limit),
            earliest_first,
            "{viewer:?} by {limit}"
        );
        assert_eq!(listed(test, viewer, Direction::Descending, limit), latest_first, "{viewer:?} by {limit}");
    }
}

fn listed(test: &TestDatabase, viewer: Viewer, direction: Direction, limit: i64) -> Vec<(i64, Instant)> {
    let (mut rows, mut after): (_, Option<Cursor>) = (Vec::new(), None);
    loop {
        let sort = Sort { key: SortKey::Updated, direction };
        let page =
            test.read(|c| store::ticket::list(c, viewer, &TicketFilter::default(), sort, after, limit));
        rows.extend(page.rows.iter().map(|row| (row.number.0, row.updated_at)));
        match page.next {
            Some(next) => after = Some(next),
            None => return rows,
        }
    }
}
