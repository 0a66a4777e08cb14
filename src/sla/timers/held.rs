//! The severities that a ticket has held.

use chrono::serde::ts_microseconds;
use serde::{Deserialize, Serialize};

use crate::sla::{Instant, SeverityCode};

/// A severity that the ticket has held from an instant on, until the next one in its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Held {
    #[serde(with = "ts_microseconds")]
    pub(super) since: Instant,
    pub(super) code: SeverityCode,
}
