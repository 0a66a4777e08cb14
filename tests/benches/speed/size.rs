//! What a server costs, and how fast its pages are, as the installation grows: to start, in memory, and by page.

use std::time::Duration;

use punctual::clock::Clock;
use punctual::store::DatabaseUrl;

use crate::client::{self, Client};
use crate::result::{Asked, Line};
use crate::server::Server;
use crate::support::app::{TestApp, Who};
use crate::support::big;

/// How often each page is asked for in a row; the middle one counts.
const TIMES: usize = 41;
/// After so many rounds the best one counts: what else the machine does makes none faster.
const ROUNDS: usize = 3;

const SMALL: u64 = 50_000;
const LARGE: u64 = 1_000_000;

/// The pages, who opens them, and within how many milliseconds at which size.
const PAGES: [(&str, &str, Who, [Asked; 2]); 7] = [
    ("the queue", "/desk", Who::Agent, [Asked::Under(20.0), Asked::Under(25.0)]),
    ("the queue, searched", "/desk?q=export", Who::Agent, [Asked::Nothing; 2]),
    ("my tickets", "/desk?view=mine", Who::Agent, [Asked::Nothing; 2]),
    ("a ticket", "/desk/tickets/1", Who::Agent, [Asked::Nothing; 2]),
    ("the board", "/manager", Who::Manager, [Asked::Nothing; 2]),
    ("the load", "/manager/load", Who::Manager, [Asked::Nothing; 2]),
    ("a customer's tickets", "/portal", Who::Customer("dms"), [Asked::Nothing; 2]),
];

/// Nothing, then fifty thousand tickets, then a million.
pub fn run() -> Vec<Line> {
    let mut lines = fresh();
    let small = filled("50,000 tickets", TestApp::sqlite(), SMALL, 0, &[]);
    let large = filled("1,000,000 tickets", TestApp::sqlite(), LARGE, 1, &small);
    lines.extend(small);
    lines.extend(large);
    if std::env::var_os("SPEED_POSTGRES").is_some() {
        let small = filled("50,000 tickets, PostgreSQL", TestApp::postgres(), SMALL, 0, &[]);
        lines.extend(filled("1,000,000 tickets, PostgreSQL", TestApp::postgres(), LARGE, 1, &small));
        lines.extend(small);
    }
    lines
}

fn line(what: String, unit: &'static str, figure: f64, asked: Asked) -> Line {
    Line { what, unit, figure, floor: None, asked }
}

/// A server that has just been installed. How little memory it takes depends on how the program is linked: the static
/// build, which `FAULTS_PROGRAM` may name here, is held to it, and `tests/static/run` always does.
fn fresh() -> Vec<Line> {
    let is_static = std::env::var_os("FAULTS_PROGRAM").is_some();
    let memory = if is_static { Asked::Under(20.0) } else { Asked::Nothing };
    let folder = tempfile::tempdir().unwrap();
    let starts = (0..5).map(|number| {
        let server = Server::start(&DatabaseUrl::Sqlite(folder.path().join(format!("{number}.db"))));
        std::thread::sleep(Duration::from_secs(2));
        (server.first_page.as_secs_f64(), server.resident())
    });
    let (first_page, resident) = starts.min_by(|one, other| one.0.total_cmp(&other.0)).unwrap();
    vec![
        line("start to first page, new database".to_owned(), "s", first_page, Asked::Under(0.3)),
        line("memory, idle".to_owned(), "MB", resident, memory),
    ]
}

fn filled(name: &str, test: TestApp, tickets: u64, size: usize, smaller: &[Line]) -> Vec<Line> {
    test.app.clock.set(Clock::System.now());
    big::fill(&test, tickets);
    let starts: Vec<f64> = (0..5).map(|_| Server::start(&test.url()).first_page.as_secs_f64()).collect();
    let server = Server::start(&test.url());
    let first_page = starts.into_iter().fold(f64::INFINITY, f64::min);
    let mut lines = vec![line(format!("{name}: start to first page"), "s", first_page, Asked::Under(0.3))];
    test.app.clock.set(Clock::System.now());
    for (page, path, who, asked) in PAGES {
        let request = client::page(path, &test.session_cookie(&test.person(who)));
        let figure = (0..ROUNDS).map(|_| middle(&server, &request)).fold(f64::INFINITY, f64::min);
        lines.push(line(format!("{name}: {page}"), "ms", figure, asked[size]));
    }
    lines.push(line(format!("{name}: memory after these"), "MB", server.resident(), Asked::Under(150.0)));
    for (line, smaller) in lines.iter_mut().zip(smaller) {
        line.floor = Some(smaller.figure);
    }
    lines
}

/// The middle of some answers, in milliseconds.
fn middle(server: &Server, request: &str) -> f64 {
    let mut client = Client::connect(server.address).unwrap();
    let mut times: Vec<Duration> = Vec::new();
    while times.len() < TIMES && times.iter().sum::<Duration>() < Duration::from_secs(10) {
        times.push(client.time(request));
    }
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}
