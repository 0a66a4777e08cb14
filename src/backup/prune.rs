//! Removing backups that are too old.

use std::path::{Path, PathBuf};

use chrono::TimeDelta;

use super::{BackupError, taken_at};
use crate::sla::Instant;

/// Removes the backups in a folder that are older than `keep_days`, and gives their files. The newest one always stays,
/// and files that are not called like a backup are left alone.
///
/// # Errors
/// [`BackupError::File`].
pub fn prune(directory: &Path, keep_days: u32, now: Instant) -> Result<Vec<PathBuf>, BackupError> {
    let mut backups = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(BackupError::at(directory))? {
        let path = entry.map_err(BackupError::at(directory))?.path();
        if let Some(at) = taken_at(&path) {
            backups.push((at, path));
        }
    }
    backups.sort();
    backups.pop();
    let oldest_kept = now - TimeDelta::days(keep_days.into());
    let mut removed = Vec::new();
    for (_, path) in backups.into_iter().filter(|(at, _)| *at < oldest_kept) {
        std::fs::remove_file(&path).map_err(BackupError::at(&path))?;
        removed.push(path);
    }
    Ok(removed)
}
