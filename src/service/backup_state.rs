//! Whether the daily backups are well.

use super::ServiceError;
use crate::domain::BackupRun;
use crate::sla::Instant;
use crate::store::{self, Connection};

/// How the daily backups stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BackupState {
    /// The last one was made in time, and read back.
    Fine(BackupRun),
    /// One is missing that was due.
    Late {
        /// The last good one.
        last_done: Option<BackupRun>,
        /// Why the last try failed, if it did.
        error: Option<String>,
    },
}

/// How the daily backups stand, where that which was due at an instant should be there by now, or a later one; only worth
/// asking where they are configured.
///
/// # Errors
/// [`ServiceError`] where the database can't be read.
pub fn backup_state(c: &mut Connection, wanted: Instant) -> Result<BackupState, ServiceError> {
    let last_done = store::backup_run::last_done(c)?;
    match last_done {
        Some(done) if done.due_at >= wanted => Ok(BackupState::Fine(done)),
        last_done => {
            let error = store::backup_run::last(c)?.and_then(|run| run.error);
            Ok(BackupState::Late { last_done, error })
        }
    }
}
