//! Reads stored mail into tickets: several at once, so that one that is slow to read, or whose sender's name server is
//! slow to answer, holds up no other; and several to one commit.
//!
//! Mails of one sender, and a mail with what it answers, keep their order.

mod prepare;
mod readings;

use tokio::sync::watch;

use self::readings::Readings;
use super::{LONGEST_SLEEP, SETTLE};
use crate::app::App;
use crate::domain::InboundMail;
use crate::service::{Received, ServiceError};
use crate::sla::Instant;
use crate::store::{self, Changes};

/// Reads every stored mail that waits by `now`. One that fails is set aside and tried again; the others are not
/// delayed.
///
/// # Errors
/// [`ServiceError`] where the database fails as a whole.
pub async fn run_once(app: &App, now: Instant) -> Result<usize, ServiceError> {
    let mut readings = Readings::default();
    let mut count = 0;
    loop {
        readings.take_up(app, now).await?;
        if readings.is_empty() {
            return Ok(count);
        }
        while !readings.is_empty() {
            readings.write(app, now);
            count += readings.one_is_done().await?;
        }
    }
}

/// Reads stored mail until `stop` turns true.
pub(super) async fn run(app: App, stop: watch::Receiver<bool>) {
    let mut changes = app.db.changes();
    while !*stop.borrow() {
        let next = match read_what_waits(&app, &mut changes, &stop).await {
            Ok(()) => next(&app).await,
            // Whatever was in hand waits in the database as before.
            Err(error) => Err(error),
        };
        super::rest(&app, next, &mut changes, stop.clone()).await;
    }
}

/// The same as [`run_once`], but a mail that is slow to be read keeps none waiting that comes after it.
async fn read_what_waits(
    app: &App,
    changes: &mut Changes,
    stop: &watch::Receiver<bool>,
) -> Result<(), ServiceError> {
    let mut readings = Readings::default();
    loop {
        readings.take_up(app, app.clock.now()).await?;
        if readings.is_empty() {
            return Ok(());
        }
        let mut look_again = tokio::time::Instant::now() + SETTLE;
        while !readings.is_empty() {
            readings.write(app, app.clock.now());
            tokio::select! {
                done = readings.one_is_done() => drop(done?),
                () = change_after(look_again, changes) => {
                    if *stop.borrow() {
                        return Ok(());
                    }
                    readings.take_up(app, app.clock.now()).await?;
                    look_again = tokio::time::Instant::now() + SETTLE;
                }
            }
        }
    }
}

/// Waits for an instant, and then for a commit, but not for ever: mails are tried again without one.
async fn change_after(at: tokio::time::Instant, changes: &mut Changes) {
    tokio::time::sleep_until(at).await;
    let _ = tokio::time::timeout(LONGEST_SLEEP, changes.next()).await;
}

/// When the next stored mail may be read.
///
/// # Errors
/// [`ServiceError`] where the database fails.
pub async fn next(app: &App) -> Result<Option<Instant>, ServiceError> {
    app.db.read(|c| Ok(store::inbound::next_read_at(c)?)).await
}

/// Reads one stored mail. A failure is written to it, with the instant of the next try.
///
/// # Errors
/// [`ServiceError`] where the failure itself could not be written.
pub async fn read(app: &App, now: Instant, inbound: InboundMail) -> Result<Option<Received>, ServiceError> {
    let mut received = Vec::new();
    for loaded in prepare::load(app, vec![inbound.clone()]).await? {
        let read = prepare::read(app, loaded).await;
        received.extend(readings::file(app, now, vec![(inbound.clone(), read)]).await?);
    }
    Ok(received.into_iter().flatten().next())
}
