//! Tickets by the API at 32 connections, beside a bare loop that writes the same rows, one transaction each, with the
//! same care for the disk.
//!
//! Commits that share one wait for the disk are what makes the difference. A disk that confirms within a fraction of a
//! millisecond (a virtual one, mostly) leaves little to share: so how long it takes stands beside the figures.

use std::io::Write;
use std::net::SocketAddr;
use std::time::Instant as Stopwatch;

use diesel::connection::SimpleConnection;
use diesel::{Connection as _, PgConnection, SqliteConnection};
use punctual::clock::Clock;
use punctual::domain::{
    Activity, EmailAddress, Message, OutboxEntry, Person, PromiseRecord, Role, Ticket, TicketNumber, Viewer,
};
use punctual::service::{self, NewPerson, ServiceError};
use punctual::store::outbox::OutboxFilter;
use punctual::store::{self, Connection, DatabaseUrl, StoreError};

use crate::client::{self, Client};
use crate::result::{Asked, Line};
use crate::support::app::{TestApp, Who};
use crate::support::process::Process;
use crate::support::{big, world};

const CONNECTIONS: usize = 32;
/// Everybody gets an acknowledgement for so many reports a day.
pub const REPORTS_EACH: usize = 20;
/// How many report.
pub const PEOPLE: usize = 320;
const ROUNDS: usize = 3;
const WRITES: u32 = 200;

/// Both databases, and the disk that they lie on.
pub fn run() -> Vec<Line> {
    vec![
        disk(),
        measure("tickets over HTTP, SQLite", TestApp::sqlite(), 1.5),
        measure("tickets over HTTP, PostgreSQL", TestApp::postgres(), 1.0),
    ]
}

/// How long the disk takes to confirm a page that was written.
fn disk() -> Line {
    let mut file = tempfile::tempfile().unwrap();
    let begun = Stopwatch::now();
    for _ in 0..WRITES {
        file.write_all(&[0; 4096]).unwrap();
        file.sync_data().unwrap();
    }
    let figure = begun.elapsed().as_secs_f64() * 1000.0 / f64::from(WRITES);
    let what = "the disk confirms a page".to_owned();
    Line { what, unit: "ms", figure, floor: None, asked: Asked::Nothing }
}

/// The best of some rounds, each beside its own floor: what else the machine does makes both slower, not faster.
fn measure(what: &str, test: TestApp, asked: f64) -> Line {
    test.app.clock.set(Clock::System.now());
    let people = add_people(&test);
    let rounds = (0..ROUNDS).map(|_| {
        let figure = over_http(&test, &people);
        let tickets = written(&test);
        assert_eq!(tickets.len(), PEOPLE * REPORTS_EACH);
        forget(&test, &big::TABLES);
        let floor = bare_loop(&test.url(), &tickets, write);
        forget(&test, &big::TABLES);
        // Everybody begins a new hour, in which their reports are counted.
        forget(&test, &["throttle"]);
        (figure, floor)
    });
    best(what, rounds, asked)
}

/// The best of some rounds, each with the figure and the floor.
pub fn best(what: &str, rounds: impl Iterator<Item = (f64, f64)>, asked: f64) -> Line {
    let (figure, floor) =
        rounds.max_by(|one, other| (one.0 / one.1).total_cmp(&(other.0 / other.1))).unwrap();
    Line {
        what: what.to_owned(),
        unit: "a second",
        figure,
        floor: Some(floor),
        asked: Asked::TimesFloor(asked),
    }
}

/// Contacts of one customer.
pub fn add_people(test: &TestApp) -> Vec<Person> {
    let context = test.app.context();
    let add = move |c: &mut Connection| -> Result<Vec<Person>, ServiceError> {
        let person = |number: usize| NewPerson {
            name: format!("Contact {number}"),
            email: EmailAddress::parse(&format!("contact{number}@dms.example")).unwrap(),
            role: Role::Customer,
            organization: Some(world::customer_name("dms")),
            team_id: None,
            time_zone: None,
            receives_breach_notices: false,
            password_hash: None,
        };
        (0..PEOPLE).map(|number| service::add_person(c, &context, person(number))).collect()
    };
    test.database().write_now(add).unwrap()
}

/// Tickets a second, by a server of its own.
fn over_http(test: &TestApp, people: &[Person]) -> f64 {
    test.app.clock.set(Clock::System.now());
    let tokens: Vec<String> = people.iter().map(|person| client::token(test, person)).collect();
    let address = client::free_address();
    let _server = Process::start("serve", &test.url(), &[("HTTP__LISTEN", address.to_string())]);
    client::wait_for(address);
    let begun = Stopwatch::now();
    std::thread::scope(|scope| {
        for tokens in tokens.chunks(PEOPLE / CONNECTIONS) {
            scope.spawn(|| report(address, tokens));
        }
    });
    (PEOPLE * REPORTS_EACH) as f64 / begun.elapsed().as_secs_f64()
}

fn report(address: SocketAddr, tokens: &[String]) {
    let mut client = Client::connect(address).unwrap();
    for number in 0..REPORTS_EACH {
        for token in tokens {
            let body = format!(
                r#"{{"subject":"Report {number}: the export stops","text":"It stops after some lines, every day."}}"#
            );
            let request = format!(
                "POST /api/v1/tickets HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\
                 Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            let reply = client.ask(&request).unwrap();
            assert_eq!(reply.status, 201, "{}", String::from_utf8_lossy(&reply.body));
        }
    }
}

/// A ticket with every row that was written for it.
pub struct Written {
    pub ticket: Ticket,
    messages: Vec<Message>,
    history: Vec<Activity>,
    promises: Vec<PromiseRecord>,
    notices: Vec<OutboxEntry>,
}

/// Every ticket that there is.
pub fn written(test: &TestApp) -> Vec<Written> {
    let viewer = Viewer::of(&test.person(Who::Agent));
    let last: i64 = big::texts(test, "SELECT CAST(max(number) AS TEXT) AS text FROM ticket".to_owned())[0]
        .parse()
        .unwrap();
    test.read(|c| {
        let tickets = (0..=last)
            .filter_map(|number| store::ticket::find_by_number(c, viewer, TicketNumber(number)).transpose());
        let tickets: Vec<Ticket> = tickets.collect::<Result<_, StoreError>>()?;
        tickets.into_iter().map(|ticket| rows_of(c, ticket)).collect()
    })
}

fn rows_of(c: &mut Connection, ticket: Ticket) -> Result<Written, StoreError> {
    let filter = OutboxFilter { ticket: Some(ticket.id), ..OutboxFilter::default() };
    Ok(Written {
        messages: store::message::list(c, ticket.id)?,
        history: store::activity::list(c, ticket.id)?,
        promises: store::promise::list(c, ticket.id)?,
        notices: store::outbox::list(c, &filter, None, 100)?,
        ticket,
    })
}

/// Empties tables, the last of them first.
pub fn forget(test: &TestApp, tables: &[&str]) {
    for table in tables.iter().rev() {
        test.sql(&format!("DELETE FROM {table}"));
    }
}

/// Transactions a second by one connection that does nothing else: no request, no engine, no queue.
pub fn bare_loop<T>(
    url: &DatabaseUrl,
    all: &[T],
    write: impl Fn(&mut Connection, &T) -> Result<(), StoreError>,
) -> f64 {
    let mut connection = match url {
        DatabaseUrl::Sqlite(path) => {
            let mut sqlite = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
            sqlite.batch_execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON").unwrap();
            Connection::Sqlite(sqlite)
        }
        DatabaseUrl::Postgres(address) => Connection::Pg(PgConnection::establish(address).unwrap()),
    };
    let begin = if matches!(url, DatabaseUrl::Sqlite(_)) { "BEGIN IMMEDIATE" } else { "BEGIN" };
    let begun = Stopwatch::now();
    for one in all {
        connection.batch_execute(begin).unwrap();
        write(&mut connection, one).unwrap();
        connection.batch_execute("COMMIT").unwrap();
    }
    all.len() as f64 / begun.elapsed().as_secs_f64()
}

/// Writes the rows of a ticket.
pub fn write(c: &mut Connection, rows: &Written) -> Result<(), StoreError> {
    store::ticket::next_number(c)?;
    store::ticket::insert(c, &rows.ticket)?;
    rows.messages.iter().try_for_each(|message| store::message::insert(c, message))?;
    rows.history.iter().try_for_each(|entry| store::activity::insert(c, entry))?;
    rows.promises.iter().try_for_each(|promise| store::promise::insert(c, promise))?;
    rows.notices.iter().try_for_each(|notice| store::outbox::insert(c, notice).map(drop))
}
