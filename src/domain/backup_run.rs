//! One daily backup.

use serde::{Deserialize, Serialize};

use crate::sla::Instant;

/// A daily backup: tried until it succeeds, by one node at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupRun {
    /// When it was due; there is one for each such instant.
    pub due_at: Instant,
    /// Where it stands.
    pub state: BackupRunState,
    /// How often it was tried, the present try included.
    pub attempt: i32,
    /// When the present try began.
    pub started_at: Instant,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// The file that was written and read back.
    pub file: Option<String>,
    /// Its length in bytes.
    pub bytes: Option<i64>,
    /// Why the last try failed.
    pub error: Option<String>,
}

/// Where a daily backup stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BackupRunState {
    /// A node makes it.
    Running,
    /// It was made, and read back.
    Done,
    /// The last try failed; another follows.
    Failed,
}
