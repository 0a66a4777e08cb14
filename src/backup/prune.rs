//! Removing what is too old: backups, and what making them left behind.

use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};

use super::name::is_part;
use super::{BackupError, scratch, taken_at};
use crate::sla::Instant;

/// A process that is still at work changes its files more often.
const ABANDONED_AFTER: TimeDelta = TimeDelta::days(1);

/// Removes the backups in a folder that are older than `keep_days`, and what processes that were killed while they made
/// one left there; gives what was removed. The newest backup always stays, and so do those of a time that is yet to come,
/// and files that are not called like ours. A folder that does not exist is empty.
///
/// # Errors
/// [`BackupError::File`].
pub fn prune(directory: &Path, keep_days: u32, now: Instant) -> Result<Vec<PathBuf>, BackupError> {
    if !directory.exists() {
        return Ok(Vec::new());
    }
    let (mut backups, mut removed) = (Vec::new(), Vec::new());
    for entry in std::fs::read_dir(directory).map_err(BackupError::at(directory))? {
        let path = entry.map_err(BackupError::at(directory))?.path();
        if let Some(at) = taken_at(&path) {
            if at <= now {
                backups.push((at, path));
            }
        } else if is_abandoned(&path, now) {
            removed.push(path);
        }
    }
    backups.sort();
    backups.pop();
    let oldest_kept = now - TimeDelta::days(keep_days.into());
    removed.extend(backups.into_iter().filter(|(at, _)| *at < oldest_kept).map(|(_, path)| path));
    for path in &removed {
        let gone = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
        gone.map_err(BackupError::at(path))?;
    }
    Ok(removed)
}

/// Whether this is unfinished, and nobody has been at it for long.
fn is_abandoned(path: &Path, now: Instant) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if !is_part(path) && !name.starts_with(scratch::PREFIX) {
        return false;
    }
    let changed = path.metadata().and_then(|about| about.modified()).map(DateTime::<Utc>::from);
    changed.is_ok_and(|changed| now - changed > ABANDONED_AFTER)
}
