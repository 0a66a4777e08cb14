//! Moves the clocks of agreements whose holidays changed.

use crate::app::App;
use crate::service::{self, ServiceError};
use crate::sla::Instant;

/// Tickets looked at in one transaction: short enough not to hold others up.
const BATCH: i64 = 200;

/// Looks at every ticket that a change of the holidays may move.
///
/// # Errors
/// [`ServiceError`] where the database fails; what was committed stays, the rest is done by the next call.
pub async fn run_once(app: &App, now: Instant) -> Result<(), ServiceError> {
    while app.db.read(service::is_sweeping).await? {
        let context = app.context_at(now);
        // None means that another node has it in hand.
        if app.db.write(move |c| service::sweep_holidays(c, &context, BATCH)).await?.is_none() {
            break;
        }
    }
    Ok(())
}
