//! Looks at the installation's health: has the administrators told of what keeps failing, and mails tried again once
//! there is a server that takes them.

use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;
use crate::domain::Condition;
use crate::service::{self, ServiceError};
use crate::sla::Instant;

/// Between two looks: a fault is seen, and told, well within two minutes.
const PERIOD: Duration = Duration::from_secs(15);

/// Looks once.
///
/// # Errors
/// [`ServiceError`] where the database fails, which nobody can be told by mail then: logs and `/healthz` say it.
pub async fn run_once(app: &App, now: Instant) -> Result<(), ServiceError> {
    let health = app.whole_health().await;
    retry_mails(app, now, health.mail_server()).await?;
    let (context, node) = (app.context_at(now), node());
    app.db.write(move |c| service::watch_health(c, &context, &node, &health.checks)).await
}

/// Once the mail server takes mail again, or is seen to for the first time, lets what it did not take be tried.
async fn retry_mails(app: &App, now: Instant, mail_server: Option<Condition>) -> Result<(), ServiceError> {
    let Some(condition) = mail_server else { return Ok(()) };
    if condition == Condition::Well && app.pulse.mail_server() != Some(Condition::Well) {
        let context = app.context_at(now);
        app.db.write(move |c| service::retry_mails(c, &context)).await?;
    }
    app.pulse.mail_server_asked(condition);
    Ok(())
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
