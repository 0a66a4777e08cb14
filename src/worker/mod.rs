//! Loops around service and mail. Each has a `run_once(app, now)`, which tests drive with a clock of their own.
//!
//! The loops sleep until the next instant that is due and wake early when something was committed.

pub mod backup;
pub mod health;
pub mod holidays;
pub mod inbound;
pub mod mail_heads;
pub mod mailbox;
pub mod malware;
pub mod outbox;
mod pace;
mod poison;
pub mod receiver;
pub mod replies;
pub mod roll_call;
pub mod search_index;
pub mod set_back;
pub mod timers;
pub mod webhooks;

use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;
use crate::service::ServiceError;
use crate::sla::Instant;
use crate::store::Changes;

/// The longest sleep: a wall clock that was set forward is noticed after this.
const LONGEST_SLEEP: Duration = Duration::from_secs(2);

/// The shortest sleep, so that work which another node has in hand does not make us spin.
const SHORTEST_SLEEP: Duration = Duration::from_millis(5);

/// Commits that follow each other this closely are looked at together.
const SETTLE: Duration = Duration::from_millis(50);

/// How long a loop rests after the database failed.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// Runs every loop until `stop` turns true, then finishes what is under way.
pub async fn run(app: App, stop: watch::Receiver<bool>) {
    let mut loops = tokio::task::JoinSet::new();
    loops.spawn(timers_loop(app.clone(), stop.clone()));
    loops.spawn(inbound::run(app.clone(), stop.clone()));
    loops.spawn(replies_loop(app.clone(), stop.clone()));
    loops.spawn(holidays_loop(app.clone(), stop.clone()));
    loops.spawn(outbox::run(app.clone(), stop.clone()));
    loops.spawn(webhooks::run(app.clone(), stop.clone()));
    loops.spawn(malware::run(app.clone(), stop.clone()));
    loops.spawn(search_index::run(app.clone(), stop.clone()));
    loops.spawn(mail_heads::run(app.clone(), stop.clone()));
    loops.spawn(health::run(app.clone(), stop.clone()));
    loops.spawn(set_back::run(app.clone(), stop.clone()));
    loops.spawn(backup_loop(app.clone(), stop.clone()));
    for mailbox in &app.config.mailboxes {
        loops.spawn(mailbox::run(app.clone(), mailbox.clone(), stop.clone()));
    }
    let roll_call = tokio::spawn(roll_call::run(app.clone()));
    while loops.join_next().await.is_some() {}
    roll_call.abort();
    roll_call::leave(&app).await;
}

async fn backup_loop(app: App, stop: watch::Receiver<bool>) {
    let mut changes = app.db.changes();
    while !*stop.borrow() {
        let next = match backup::run_once(&app, app.clock.now()).await {
            Ok(_) => backup::next(&app, app.clock.now()).await,
            Err(error) => Err(error),
        };
        rest(&app, next, &mut changes, stop.clone()).await;
    }
}

async fn timers_loop(app: App, stop: watch::Receiver<bool>) {
    let mut changes = app.db.changes();
    while !*stop.borrow() {
        let next = match timers::catch_up(&app).await {
            Ok(_) => timers::next(&app).await,
            Err(error) => Err(error),
        };
        rest(&app, next, &mut changes, stop.clone()).await;
    }
}

async fn replies_loop(app: App, stop: watch::Receiver<bool>) {
    let mut changes = app.db.changes();
    while !*stop.borrow() {
        let next = match replies::run_once(&app, app.clock.now()).await {
            Ok(()) => replies::next(&app).await,
            Err(error) => Err(error),
        };
        rest(&app, next, &mut changes, stop.clone()).await;
    }
}

async fn holidays_loop(app: App, stop: watch::Receiver<bool>) {
    let mut changes = app.db.changes();
    while !*stop.borrow() {
        let next = holidays::run_once(&app, app.clock.now()).await.map(|()| None);
        rest(&app, next, &mut changes, stop.clone()).await;
    }
}

/// Sleeps until an instant, a commit, or the end, whichever is first.
async fn rest(
    app: &App,
    until: Result<Option<Instant>, ServiceError>,
    changes: &mut Changes,
    mut stop: watch::Receiver<bool>,
) {
    let pause = match until {
        Ok(Some(at)) => {
            (at - app.clock.now()).to_std().unwrap_or_default().clamp(SHORTEST_SLEEP, LONGEST_SLEEP)
        }
        Ok(None) => LONGEST_SLEEP,
        Err(error) => {
            tracing::error!(%error, "the worker could not reach the database; trying again");
            tokio::time::sleep(AFTER_FAILURE).await;
            return;
        }
    };
    tokio::select! {
        () = tokio::time::sleep(pause) => {}
        () = changes.next() => tokio::time::sleep(SETTLE.min(pause)).await,
        _ = stop.changed() => {}
    }
}
