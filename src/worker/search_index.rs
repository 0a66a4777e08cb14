//! Takes messages into the search index that are not in it yet: after an upgrade that brought the index, after a
//! restore.
//!
//! Every other message is taken in with its own transaction.

use tokio::sync::watch;

use super::AFTER_FAILURE;
use crate::app::App;
use crate::store::{StoreError, message_search};

/// Messages that are taken in with one transaction: few, so that nobody waits for long to write.
const BATCH: i64 = 200;

/// Works the backlog off until `stop` turns true, and ends with it: what makes a backlog ends the process, too.
pub async fn run(app: App, stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        match run_once(&app).await {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, "the search index could not be written; trying again");
                tokio::time::sleep(AFTER_FAILURE).await;
            }
        }
    }
}

/// Takes some messages in; gives how many.
///
/// # Errors
/// [`StoreError`] where the database fails.
pub async fn run_once(app: &App) -> Result<usize, StoreError> {
    app.db.write(|c| message_search::work_off(c, BATCH)).await
}
