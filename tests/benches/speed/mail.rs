//! Mails from the socket of our own listener to the committed ticket, beside a bare loop that writes the same rows, one
//! transaction each, with the same care for the disk.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant as Stopwatch};

use punctual::clock::Clock;
use punctual::domain::{Envelope, InboundMail, MailJudgement, Person};
use punctual::store::inbound::InboundFilter;
use punctual::store::{self, Connection, StoreError};
use punctual::vault::Keyring;

use crate::client;
use crate::intake::{self, PEOPLE, REPORTS_EACH, Written};
use crate::result::Line;
use crate::support::app::TestApp;
use crate::support::process::Process;

const ROUNDS: usize = 3;
/// What a mail writes, and what it belongs to first.
const TABLES: [&str; 13] = [
    "blob",
    "ticket",
    "ticket_internal_change",
    "inbound_mail",
    "inbound_envelope",
    "mail_judgement",
    "mail_reference",
    "message",
    "activity",
    "promise",
    "breach",
    "page",
    "outbox",
];

/// Both databases, by one sender and by eight.
pub fn run() -> Vec<Line> {
    let mut lines = Vec::new();
    for (name, test) in [("SQLite", TestApp::sqlite()), ("PostgreSQL", TestApp::postgres())] {
        let people = intake::add_people(&test);
        for (connections, asked) in [(1, 0.5), (8, 1.0)] {
            let rounds = (0..ROUNDS).map(|_| round(&test, &people, connections));
            lines.push(intake::best(
                &format!("mails over SMTP, {connections} at once, {name}"),
                rounds,
                asked,
            ));
        }
    }
    lines
}

/// Mails a second, and the floor.
fn round(test: &TestApp, people: &[Person], connections: usize) -> (f64, f64) {
    test.app.clock.set(Clock::System.now());
    let count = mails_of(connections);
    let figure = over_smtp(test, people, connections);
    let rows = written(test);
    assert_eq!(rows.len(), count);
    intake::forget(test, &TABLES);
    let floor = intake::bare_loop(&test.url(), &rows, write);
    intake::forget(test, &TABLES);
    (figure, floor)
}

/// One sender waits for each answer, so fewer mails take as long.
fn mails_of(connections: usize) -> usize {
    if connections == 1 { 1000 } else { PEOPLE * REPORTS_EACH / 2 }
}

fn over_smtp(test: &TestApp, people: &[Person], connections: usize) -> f64 {
    let [http, smtp] = [client::free_address(), client::free_address()];
    let settings = [
        ("HTTP__LISTEN", http.to_string()),
        ("RECEIVER__LISTEN", smtp.to_string()),
        ("RECEIVER__PROTOCOL", "smtp".to_owned()),
    ];
    let _server = Process::start("serve", &test.url(), &settings);
    client::wait_for(http);
    let count = mails_of(connections);
    let begun = Stopwatch::now();
    std::thread::scope(|scope| {
        for place in 0..connections {
            let numbers = (place..count).step_by(connections);
            scope.spawn(move || send(smtp, people, numbers));
        }
    });
    while tickets_read(test) < count {
        std::thread::sleep(Duration::from_millis(5));
    }
    count as f64 / begun.elapsed().as_secs_f64()
}

fn tickets_read(test: &TestApp) -> usize {
    let counts = test.read(store::inbound::counts);
    let became = counts.iter().filter(|(state, _)| *state == punctual::domain::InboundState::Processed);
    became.map(|(_, count)| usize::try_from(*count).unwrap()).sum()
}

/// One connection that sends mail after mail.
fn send(address: SocketAddr, people: &[Person], numbers: impl Iterator<Item = usize>) {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut smtp = BufReader::new(stream);
    expect(&mut smtp, "220");
    say(&mut smtp, "EHLO bench.example\r\n", "250");
    for number in numbers {
        let from = &people[number % people.len()].email;
        let mail = format!(
            "From: <{from}>\r\nTo: <support@localhost.localdomain>\r\nSubject: Report {number}: the export stops\r\n\
             Message-ID: <{number}.{}@bench.example>\r\n\r\nIt stops after some lines, every day.\r\n.\r\n",
            rand::random::<u64>(),
        );
        say(&mut smtp, &format!("MAIL FROM:<{from}>\r\n"), "250");
        say(&mut smtp, "RCPT TO:<support@localhost.localdomain>\r\n", "250");
        say(&mut smtp, "DATA\r\n", "354");
        say(&mut smtp, &mail, "250");
    }
}

fn say(smtp: &mut BufReader<TcpStream>, text: &str, answer: &str) {
    smtp.get_mut().write_all(text.as_bytes()).unwrap();
    expect(smtp, answer);
}

fn expect(smtp: &mut BufReader<TcpStream>, answer: &str) {
    let mut line = String::new();
    loop {
        line.clear();
        smtp.read_line(&mut line).unwrap();
        assert!(line.starts_with(answer), "{line}");
        if line.as_bytes()[3] == b' ' {
            return;
        }
    }
}

/// A mail with its ticket, and every row that was written for either.
struct Mail {
    mail: InboundMail,
    bytes: Vec<u8>,
    envelope: Envelope,
    judgement: MailJudgement,
    message_id: String,
    ticket: Written,
}

fn written(test: &TestApp) -> Vec<Mail> {
    let mut tickets: std::collections::HashMap<_, _> =
        intake::written(test).into_iter().map(|rows| (rows.ticket.id, rows)).collect();
    test.read(|c| -> Result<_, StoreError> {
        let mails = store::inbound::list(c, &InboundFilter::default(), None, i64::MAX)?;
        mails.into_iter().map(|mail| rows_of(c, mail, &mut tickets)).collect()
    })
}

fn rows_of(
    c: &mut Connection,
    mail: InboundMail,
    tickets: &mut std::collections::HashMap<punctual::domain::TicketId, Written>,
) -> Result<Mail, StoreError> {
    let bytes = store::blob::get(c, &Keyring::default(), &mail.raw)?.unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let message_id = text.split_once("Message-ID: <").unwrap().1.split_once('>').unwrap().0.to_owned();
    Ok(Mail {
        envelope: store::inbound::get_envelope(c, mail.id)?.unwrap(),
        judgement: store::mail_judgement::find(c, mail.id)?.unwrap(),
        ticket: tickets.remove(&mail.ticket_id.unwrap()).unwrap(),
        message_id,
        bytes,
        mail,
    })
}

fn write(c: &mut Connection, rows: &Mail) -> Result<(), StoreError> {
    store::blob::put(c, &Keyring::default(), &rows.bytes)?;
    let received = InboundMail { ticket_id: None, ..rows.mail.clone() };
    store::inbound::insert_raw(c, &received)?;
    intake::write(c, &rows.ticket)?;
    store::inbound::update(c, &rows.mail)?;
    store::inbound::put_envelope(c, rows.mail.id, &rows.envelope)?;
    store::mail_judgement::put(c, rows.mail.id, &rows.judgement)?;
    store::inbound::record_message_id(c, rows.mail.id, &rows.message_id)
}
