//! Why a backup could not be made, read or restored.

use std::path::Path;

use crate::store::StoreError;
use crate::vault::VaultError;

/// Why a backup could not be made, read or restored; each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file could not be read or written.
    #[error("{place}: {why}")]
    File {
        /// Which file.
        place: String,
        /// What the system said.
        why: std::io::Error,
    },
    /// There is no key, and nobody asked for a plain file.
    #[error(
        "no encryption key is configured, so the backup would be readable by anybody: put one from `punctual key new` into a file and name it as encryption.key_file, or ask for --plain"
    )]
    NoKey,
    /// The file does not open.
    #[error("{0}")]
    Vault(#[from] VaultError),
    /// The file is not whole, or says something that can't be.
    #[error("this backup is damaged: {0}")]
    Damaged(String),
    /// What was read back is not what was written.
    #[error("this backup does not hold what it says: {0}")]
    Different(String),
    /// The place to restore into is in use.
    #[error(
        "{0} holds an installation already, and is not overwritten: restore into a new file or an empty database"
    )]
    InUse(String),
    /// Beside the place to restore into lies what a database that stood there left.
    #[error(
        "{0} was left by a database that stood here, may hold its last changes, and would change the restored one: move it away, together with that database if you have it, and try again"
    )]
    LeftBehind(String),
    /// The database.
    #[error("{0}")]
    Store(#[from] StoreError),
}

impl BackupError {
    /// A closure that says at which file an error happened.
    pub(super) fn at(place: &Path) -> impl Fn(std::io::Error) -> Self {
        move |why| Self::File { place: place.display().to_string(), why }
    }
}
