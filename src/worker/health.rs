//! Looks at the installation's health, and has the administrators told of what keeps failing.

use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;
use crate::service::{self, ServiceError};
use crate::sla::Instant;

/// Between two looks: a fault is seen, and told, well within two minutes.
const PERIOD: Duration = Duration::from_secs(15);

/// Looks once.
///
/// # Errors
/// [`ServiceError`] where the database fails, which nobody can be told by mail then: logs and `/healthz` say it.
pub async fn run_once(app: &App, now: Instant) -> Result<(), ServiceError> {
    let health = app.health().await;
    let (context, node) = (app.context_at(now), node());
    app.db.write(move |c| service::watch_health(c, &context, &node, &health.checks)).await
}

/// Looks until `stop` turns true.
pub(super) async fn run(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = run_once(&app, app.clock.now()).await {
            tracing::error!(%error, "the health of the installation could not be written down");
        }
        tokio::select! {
            () = tokio::time::sleep(PERIOD) => {}
            _ = stop.changed() => {}
        }
    }
}

/// The machine's name.
fn node() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}
