//! Makes up for a clock that was ahead, at the start and whenever it was set back.

use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;
use crate::service::{self, ClockHistory, ServiceError};
use crate::sla::Instant;

/// Between two looks at whether the clock was set back.
const PERIOD: Duration = Duration::from_secs(2);

/// Lets everything be tried now that a clock put off which was ahead.
///
/// # Errors
/// [`ServiceError`] where the database fails.
pub async fn run_once(app: &App, now: Instant, history: ClockHistory) -> Result<(), ServiceError> {
    let context = app.context_at(now);
    app.db.write(move |c| service::bring_forward(c, &context, history)).await
}

/// Watches the clock until `stop` turns true.
pub(super) async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let (mut seen, mut due) = (app.clock.times_set_back(), Some(ClockHistory::Unknown));
    while !*stop.borrow() {
        let now = app.clock.now();
        let times = app.clock.times_set_back();
        if times != seen {
            (seen, due) = (times, Some(ClockHistory::SetBack));
        }
        if let Some(history) = due {
            match run_once(&app, now, history).await {
                Ok(()) => due = None,
                Err(error) => {
                    tracing::error!(%error, "what waits for a wrong time could not be brought forward")
                }
            }
        }
        tokio::select! {
            () = tokio::time::sleep(PERIOD) => {}
            _ = stop.changed() => {}
        }
    }
}
