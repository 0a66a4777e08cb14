//! How a database is opened.

use std::time::Duration;

use super::FileKey;

/// Sizes of the pools, and the key of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Connections that read SQLite; one more writes.
    pub sqlite_readers: u32,
    /// Connections to PostgreSQL, for reads and writes; one more shows that this process lives, and one carries
    /// notices between processes.
    pub postgres_connections: u32,
    /// How long a request waits for a free connection.
    pub patience: Duration,
    /// The key of a SQLite file that lies encrypted; PostgreSQL has no use for it.
    pub file_key: Option<FileKey>,
}

impl Default for Options {
    fn default() -> Self {
        Self { sqlite_readers: 8, postgres_connections: 8, patience: Duration::from_secs(10), file_key: None }
    }
}
