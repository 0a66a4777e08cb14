//! Whether the daily backups are well.

use chrono::TimeDelta;

use super::ServiceError;
use crate::domain::BackupRun;
use crate::sla::Instant;
use crate::store::{self, Connection};

/// How old the last good backup may be: a day, and two hours to make it.
const OLDEST: TimeDelta = TimeDelta::hours(26);

/// How the daily backups stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BackupState {
    /// The last one was made in time, and read back.
    Fine(BackupRun),
    /// There is none that is recent enough.
    Late {
        /// The last good one.
        last_done: Option<BackupRun>,
        /// Why the last try failed, if it did.
        error: Option<String>,
    },
}

/// How the daily backups stand; only worth asking where they are configured.
///
/// # Errors
/// [`ServiceError`] where the database can't be read.
pub fn backup_state(c: &mut Connection, now: Instant) -> Result<BackupState, ServiceError> {
    let last_done = store::backup_run::last_done(c)?;
    match last_done {
        Some(done) if now - done.started_at <= OLDEST => Ok(BackupState::Fine(done)),
        last_done => {
            let error = store::backup_run::last(c)?.and_then(|run| run.error);
            Ok(BackupState::Late { last_done, error })
        }
    }
}
