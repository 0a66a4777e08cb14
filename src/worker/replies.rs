//! Lets held replies leave when their time has come.

use super::poison;
use crate::app::App;
use crate::service::{self, ServiceError};
use crate::sla::Instant;

/// Replies that leave in one transaction.
const BATCH: i64 = 100;

/// Lets every reply leave whose time has come by `now`.
///
/// # Errors
/// [`ServiceError`] where the database fails; what was committed stays, the rest is found by the next call.
pub async fn run_once(app: &App, now: Instant) -> Result<(), ServiceError> {
    while next(app).await?.is_some_and(|leaves| leaves <= now) {
        let context = app.context_at(now);
        // None left to take means that another node has them in hand.
        match app.db.write(move |c| service::release_replies(c, &context, BATCH)).await {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) => poison::set_aside(app, now, error).await?,
        }
    }
    Ok(())
}

/// When the next reply leaves.
///
/// # Errors
/// [`ServiceError`] where the database fails.
pub async fn next(app: &App) -> Result<Option<Instant>, ServiceError> {
    app.db.read(service::next_release).await
}
