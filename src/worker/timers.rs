//! Moves the clocks at the instants at which something falls due.

use crate::app::App;
use crate::service::{self, ServiceError, Tick};
use crate::sla::Instant;

/// Tickets moved in one transaction: long enough to be cheap, short enough not to hold others up.
const BATCH: i64 = 200;

/// Moves every clock that has something due by `now`.
///
/// # Errors
/// [`ServiceError`] where the database fails; what was committed stays, the rest is found by the next call.
pub async fn run_once(app: &App, now: Instant) -> Result<Tick, ServiceError> {
    move_due(app, || now).await
}

/// Moves every clock that has something due, in as many batches as it takes: what a batch writes bears its own instant.
///
/// # Errors
/// As [`run_once`].
pub async fn catch_up(app: &App) -> Result<Tick, ServiceError> {
    move_due(app, || app.clock.now()).await
}

async fn move_due(app: &App, clock: impl Fn() -> Instant) -> Result<Tick, ServiceError> {
    let mut total = Tick::default();
    loop {
        let now = clock();
        // Looking first keeps an idle worker from writing: every commit, even an empty one, wakes every loop.
        let Some(due) = next(app).await?.filter(|due| *due <= now) else { break };
        let context = app.context_at(now);
        let tick = app.db.write(move |c| service::tick_timers(c, &context, BATCH)).await?;
        app.metrics.clocks_moved(clock() - due, tick.moved);
        total.moved += tick.moved;
        total.failed += tick.failed;
        if !tick.is_full {
            break;
        }
    }
    Ok(total)
}

/// When the next clock has something due.
///
/// # Errors
/// [`ServiceError`] where the database fails.
pub async fn next(app: &App) -> Result<Option<Instant>, ServiceError> {
    app.db.read(service::next_tick).await
}
