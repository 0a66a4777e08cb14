//! What a backup says of itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fingerprint::Fingerprint;
use crate::domain::AuditHead;
use crate::sla::Instant;
use crate::store::dump::Table;

/// The format of these files.
pub(super) const FORMAT: u32 = 1;

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The format of the file.
    pub format: u32,
    /// The instant whose state this is: what came later is not in it.
    pub taken_at: Instant,
    /// The version of the program.
    pub program: String,
    /// The migrations that had run.
    pub migrations: Vec<String>,
    /// Where the audit log ended: `punctual audit verify --kept` takes it.
    pub audit_head: AuditHead,
    /// The number of the last ticket.
    pub last_ticket_number: i64,
}

/// The last line.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Summary {
    /// By the table's name.
    pub tables: BTreeMap<String, TableSummary>,
}

/// What a table held.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TableSummary {
    /// How many rows.
    pub rows: u64,
    /// A fingerprint of them all, whatever their order.
    pub fingerprint: Fingerprint,
}

impl Summary {
    /// How many rows there are in all.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.values().map(|table| table.rows).sum()
    }
}

/// Every line but rows.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    Header(Header),
    Table(Table),
    Summary(Summary),
}
