//! Reads stored mail into tickets: several at once, so that one that is slow to read, or whose sender's name server is
//! slow to answer, holds up no other; and several to one commit.
//!
//! Mails of one sender, and a mail with what it answers, keep their order.

mod prepare;
mod readings;

use tokio::sync::watch;

use self::readings::Readings;
use crate::app::App;
use crate::domain::InboundMail;
use crate::service::{Received, ServiceError};
use crate::sla::Instant;
use crate::store;

/// Reads every stored mail that waits by `now`. One that fails is set aside and tried again; the others are not delayed.
///
/// # Errors
/// [`ServiceError`] where the database fails as a whole.
pub async fn run_once(app: &App, now: Instant) -> Result<usize, ServiceError> {
    let mut readings = Readings::default();
    let mut count = 0;
    loop {
        count += readings.go_on(app, now).await?;
        if readings.is_empty() {
            return Ok(count);
        }
        readings.one_is_read().await;
    }
}

/// Reads stored mail until `stop` turns true.
pub(super) async fn run(app: App, stop: watch::Receiver<bool>) {
    let mut changes = app.db.changes();
    let mut readings = Readings::default();
    while !*stop.borrow() {
        let next = match readings.go_on(&app, app.clock.now()).await {
            Ok(_) if readings.is_empty() => next(&app).await,
            Ok(_) => Ok(None),
            Err(error) => {
                // Whatever was in hand waits in the database as before.
                readings = Readings::default();
                Err(error)
            }
        };
        let is_waiting = !readings.is_empty();
        tokio::select! {
            () = super::rest(&app, next, &mut changes, stop.clone()) => {}
            () = readings.one_is_read(), if is_waiting => {}
        }
    }
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
