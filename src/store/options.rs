//! How many connections to keep.

use std::time::Duration;

/// Sizes of the pools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Connections that read SQLite; one more writes.
    pub sqlite_readers: u32,
    /// Connections to PostgreSQL, for reads and writes; one more carries notices between processes.
    pub postgres_connections: u32,
    /// How long a request waits for a free connection.
    pub patience: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { sqlite_readers: 8, postgres_connections: 8, patience: Duration::from_secs(10) }
    }
}
