//! A folder that is gone afterwards.

use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use super::BackupError;

/// How these folders' names begin.
pub(super) const PREFIX: &str = ".punctual-scratch-";

/// A folder that only we may read, removed when this is dropped.
pub(super) struct Scratch(PathBuf);

impl Scratch {
    /// Makes the folder beside others.
    pub(super) fn beside(directory: &Path) -> Result<Self, BackupError> {
        let path = directory.join(format!("{PREFIX}{:016x}", rand::random::<u64>()));
        std::fs::DirBuilder::new().mode(0o700).create(&path).map_err(BackupError::at(&path))?;
        Ok(Self(path))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
