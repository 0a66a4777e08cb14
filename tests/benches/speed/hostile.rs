//! Mails of 100 MB that no honest program writes, from the bytes that were kept to the ticket.

use std::time::Instant as Stopwatch;

use punctual::domain::InboundState;
use punctual::{store, worker};

use crate::result::{Asked, Line};
use crate::support::app::TestApp;
use crate::support::hostile_mail::{hostile, keep};

const SIZE: usize = 100_000_000;
/// What else the machine does makes none faster.
const TIMES: usize = 3;

/// The large ones; the others take no time that could be seen.
pub fn run() -> Vec<Line> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let large = hostile(SIZE).filter(|(_, raw)| raw.len() > SIZE / 100);
    large.map(|(name, raw)| line(name, (0..TIMES).map(|_| runtime.block_on(reading(raw.clone()))))).collect()
}

fn line(name: &str, seconds: impl Iterator<Item = f64>) -> Line {
    Line {
        what: format!("100 MB: {name}"),
        unit: "s",
        figure: seconds.fold(f64::INFINITY, f64::min),
        floor: None,
        asked: Asked::Under(1.0),
    }
}

async fn reading(raw: Vec<u8>) -> f64 {
    let test = TestApp::sqlite();
    let kept = keep(&test, raw).await;
    let (begun, now) = (Stopwatch::now(), test.now());
    worker::inbound::run_once(&test.app, now).await.unwrap();
    let seconds = begun.elapsed().as_secs_f64();
    let mail = test.read(move |c| store::inbound::find(c, kept)).unwrap();
    assert_eq!(mail.state, InboundState::Processed, "{:?}", mail.error);
    seconds
}
