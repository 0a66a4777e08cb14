//! `kill -9` of any process at random instants through the whole life of tickets: whatever one was doing, the others
//! and the next one go on from there.
//!
//! Customers report by form, API, mail server, provider and pipe; agents answer, raise, wait, resolve and close; clocks
//! run out and notices leave, while every process is killed again and again. At the end each report is one ticket, what
//! was acknowledged is there, each miss is recorded and told once, and whatever left twice left under one Message-ID.

mod house;
mod life;
mod verdict;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rand::SeedableRng;
use rand::rngs::StdRng;

use self::house::House;
use self::life::Story;
use self::verdict::Verdict;
use super::scale::{scaled, seed};
use crate::support::test_database::TestDatabase;

/// How long the last work may take: what was refused while everything was busy is tried again after minutes.
const PATIENCE: Duration = Duration::from_secs(600);

/// How many tickets live at once in one installation.
const AT_ONCE: usize = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_anywhere_on_sqlite() {
    killed_anywhere("SQLite", TestDatabase::sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_anywhere_on_postgres() {
    killed_anywhere("PostgreSQL", TestDatabase::postgres).await;
}

async fn killed_anywhere(name: &str, database: fn() -> TestDatabase) {
    let (begun, houses) = (Instant::now(), scaled(1, 4));
    let kills = usize::try_from(scaled(20, 1_250)).unwrap();
    let runs = (0..houses).map(|number| tokio::spawn(run(database(), kills, seed() + number)));
    let mut total = Verdict::default();
    for run in futures_util::future::join_all(runs).await {
        total.add(run.unwrap());
    }
    println!("{name}, seed {}, {houses} installations, {:?}: {total}", seed(), begun.elapsed());
}

async fn run(test: TestDatabase, kills: usize, seed: u64) -> Verdict {
    let house = Arc::new(House::found(test, kills).await);
    let killing: Vec<_> = (0..house.processes())
        .map(|which| {
            let (house, random) = (Arc::clone(&house), StdRng::seed_from_u64(seed * 100 + which as u64));
            tokio::spawn(async move { house.kill(which, random).await })
        })
        .collect();
    let next = Arc::new(AtomicUsize::new(0));
    let living: Vec<_> =
        (0..AT_ONCE).map(|_| tokio::spawn(live_on(Arc::clone(&house), Arc::clone(&next), seed))).collect();
    for killer in killing {
        killer.await.unwrap();
    }
    let processes = house.start_all();
    let mut stories = Vec::new();
    for lives in living {
        stories.extend(lives.await.unwrap());
    }
    let begun = Instant::now();
    while !verdict::is_quiet(&house) {
        assert!(
            begun.elapsed() < PATIENCE,
            "this is left at {}:\n{}",
            house.app.clock.now(),
            verdict::what_is_left(&house)
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    processes.into_iter().for_each(crate::support::process::Process::kill);
    let verdict = Verdict::of(&house, &stories);
    Arc::into_inner(house).unwrap().sink.stop().await;
    verdict
}

/// One ticket after another, as long as somebody is killed.
async fn live_on(house: Arc<House>, next: Arc<AtomicUsize>, seed: u64) -> Vec<Story> {
    let mut stories = Vec::new();
    while house.is_dangerous() {
        let number = next.fetch_add(1, Ordering::SeqCst);
        stories.push(life::live(&house, number, seed * 1_000_000 + number as u64).await);
    }
    stories
}
