//! A million open clocks of which a hundred thousand fall due in the same second: every breach recorded, and every mail
//! about it in the outbox.

use std::collections::BTreeMap;
use std::time::Instant as Stopwatch;

use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use diesel::{Connection as _, SqliteConnection};
use punctual::domain::{
    Activity, Breach, EmailAddress, OutboxEntry, Person, PromiseRecord, Role, Ticket, Viewer,
};
use punctual::service::{self, NewContract, NewOrganization, NewPerson, NewTicket, ServiceError};
use punctual::sla::{Instant, SeverityCode};
use punctual::store::breach::BreachFilter;
use punctual::store::outbox::OutboxFilter;
use punctual::store::{self, Connection, DatabaseUrl, StoreError};
use punctual::worker;

use crate::result::{Asked, Line};
use crate::support::app::{TestApp, Who};
use crate::support::big;

const CLOCKS: u64 = 1_000_000;
/// One in so many falls due.
const DUE: u64 = 10;
/// How many tickets the program opens itself; the others are copies of these.
const OWN: u64 = 1000;
/// For how many of the tickets the floor is measured.
const SAMPLE: usize = 10_000;

/// SQLite, which has to do it by itself.
pub fn run() -> Vec<Line> {
    let test = TestApp::sqlite();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let beginning = test.now();
    open_clocks(&test);
    // Whoever is to be warned has been by then.
    test.app.clock.set(beginning + TimeDelta::minutes(59));
    runtime.block_on(test.tick());
    big::multiply(&test, CLOCKS / OWN);
    test.app.clock.set(beginning + TimeDelta::hours(1) + TimeDelta::seconds(1));
    let (begun, now) = (Stopwatch::now(), test.now());
    runtime.block_on(worker::timers::run_once(&test.app, now)).unwrap();
    let figure = begun.elapsed().as_secs_f64();
    assert_eq!(big::count(&test, "breach"), CLOCKS / DUE);
    assert_eq!(big::count(&test, "outbox WHERE label = 'breach notice' AND state = 'pending'"), CLOCKS / DUE);
    let floor = bare_loop(&test) * (CLOCKS / DUE) as f64 / SAMPLE as f64;
    vec![Line {
        what: "100,000 of 1,000,000 clocks in one second".to_owned(),
        unit: "s",
        figure,
        floor: Some(floor),
        asked: Asked::Under(20.0),
    }]
}

fn open_clocks(test: &TestApp) {
    let (context, beginning) = (test.app.context(), test.now());
    let add = move |c: &mut Connection| add_customer(c, &context);
    let person = test.database().write_now(add).unwrap();
    for place in 0..OWN {
        // Those that fall due do so within one second.
        let (code, offset) = if place % DUE == 0 { ("Soon", place) } else { ("Late", place * 3) };
        let context = test
            .app
            .context_at(beginning + TimeDelta::milliseconds(i64::try_from(offset).unwrap()))
            .unhurried();
        let person = person.clone();
        let open = move |c: &mut Connection| {
            let severity = Some(SeverityCode::new(code));
            let new = NewTicket { severity, is_acknowledged: false, ..big::report(&context, place) };
            service::open_ticket(c, &context, &person, new)
        };
        test.database().write_now(open).unwrap();
    }
}

fn add_customer(c: &mut Connection, context: &service::Context) -> Result<Person, ServiceError> {
    let source = "schema = 1\nkey = 'storm'\nname = 'Storm'\n[calendar]\ntime_zone = 'UTC'\n\
        [calendar.office_hours]\nmon = ['00:00-24:00']\n\
        [[severity]]\ncode = 'Soon'\ncovers = 'always'\nrespond = '1h'\n\
        [[severity]]\ncode = 'Late'\ncovers = 'always'\nrespond = '30d'\n";
    let contract = NewContract {
        source: source.to_owned(),
        files: BTreeMap::new(),
        effective_from: "2020-01-01T00:00:00Z".parse().unwrap(),
        is_default: false,
        by: None,
    };
    service::add_contract(c, context, contract)?;
    let organization = NewOrganization {
        name: "Stormy".to_owned(),
        contract_key: "storm".to_owned(),
        domains: vec!["storm.example".to_owned()],
        time_zone: None,
        team_id: None,
    };
    service::add_organization(c, context, organization)?;
    let ann = NewPerson {
        name: "Ann".to_owned(),
        email: EmailAddress::parse("ann@storm.example").unwrap(),
        role: Role::Customer,
        organization: Some("Stormy".to_owned()),
        team_id: None,
        time_zone: None,
        receives_breach_notices: true,
        password_hash: None,
    };
    service::add_person(c, context, ann)
}

/// What a breach writes.
struct Written {
    before: Ticket,
    ticket: Ticket,
    breaches: Vec<Breach>,
    promises: Vec<PromiseRecord>,
    history: Vec<Activity>,
    notices: Vec<OutboxEntry>,
}

/// Seconds to write what was written for some of the tickets once more: the rows alone, two hundred tickets a transaction.
fn bare_loop(test: &TestApp) -> f64 {
    let sample = sample(test);
    let ids = "(SELECT ticket_id FROM breach ORDER BY due_at, id LIMIT 10000)";
    let now = test.now().timestamp_micros();
    test.sql(&format!(
        "CREATE TABLE sample AS SELECT ticket_id FROM {ids};
         DELETE FROM breach WHERE ticket_id IN (SELECT ticket_id FROM sample);
         DELETE FROM outbox WHERE ticket_id IN (SELECT ticket_id FROM sample) AND created_at = {now};
         DELETE FROM activity WHERE ticket_id IN (SELECT ticket_id FROM sample) AND recorded_at = {now}"
    ));
    let DatabaseUrl::Sqlite(path) = test.url() else { panic!("this is SQLite") };
    let mut sqlite = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    sqlite.batch_execute("PRAGMA synchronous = FULL; PRAGMA cache_size = -16000").unwrap();
    let mut connection = Connection::Sqlite(sqlite);
    let begun = Stopwatch::now();
    for tickets in sample.chunks(200) {
        connection.batch_execute("BEGIN IMMEDIATE").unwrap();
        tickets.iter().try_for_each(|ticket| write(&mut connection, ticket)).unwrap();
        connection.batch_execute("COMMIT").unwrap();
    }
    begun.elapsed().as_secs_f64()
}

fn sample(test: &TestApp) -> Vec<Written> {
    let (viewer, now) = (Viewer::of(&test.person(Who::Agent)), test.now());
    test.read(|c| {
        let breaches = store::breach::list(c, &BreachFilter::default(), None, i64::MAX)?;
        let mut earliest: Vec<Breach> = breaches.into_iter().rev().take(SAMPLE).collect();
        earliest.sort_by_key(|breach| (breach.due_at, breach.id));
        earliest.into_iter().map(|breach| rows_of(c, viewer, breach, now)).collect::<Result<_, StoreError>>()
    })
}

fn rows_of(c: &mut Connection, viewer: Viewer, breach: Breach, now: Instant) -> Result<Written, StoreError> {
    let ticket = store::ticket::find(c, viewer, breach.ticket_id)?.unwrap();
    let filter = OutboxFilter { ticket: Some(ticket.id), ..OutboxFilter::default() };
    Ok(Written {
        promises: store::promise::list(c, ticket.id)?,
        history: store::activity::list(c, ticket.id)?
            .into_iter()
            .filter(|entry| entry.recorded_at == now)
            .collect(),
        notices: store::outbox::list(c, &filter, None, 10)?
            .into_iter()
            .filter(|notice| notice.created_at == now)
            .collect(),
        // As it was, but for what has a place in an index.
        before: Ticket {
            next_wake_at: Some(breach.due_at),
            breach_count: 0,
            updated_at: ticket.created_at,
            ..ticket.clone()
        },
        breaches: vec![breach],
        ticket: Ticket { version: ticket.version + 1, ..ticket },
    })
}

fn write(c: &mut Connection, rows: &Written) -> Result<(), StoreError> {
    rows.breaches.iter().try_for_each(|breach| store::breach::insert(c, breach).map(drop))?;
    rows.promises.iter().try_for_each(|promise| store::promise::update(c, promise))?;
    rows.history.iter().try_for_each(|entry| store::activity::insert(c, entry))?;
    rows.notices.iter().try_for_each(|notice| store::outbox::insert(c, notice).map(drop))?;
    store::ticket::update(c, &rows.before, &rows.ticket)
}
