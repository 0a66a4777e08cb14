//! Contracts as they are kept: versions with effective dates.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ContractVersionId, PersonId};
use crate::sla::Instant;

/// One version of a contract. It never changes: a ticket keeps the version that it was opened under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractVersion {
    /// The id.
    pub id: ContractVersionId,
    /// The contract's stable key; the versions of one contract share it.
    pub key: String,
    /// The contract's name as shown.
    pub name: String,
    /// Counts the versions of a key from 1.
    pub number: i32,
    /// The contract file as it was given.
    pub source: String,
    /// The calendar files that it names, by name.
    pub files: BTreeMap<String, String>,
    /// From when new tickets are opened under it.
    pub effective_from: Instant,
    /// When it was added.
    pub created_at: Instant,
    /// Who added it; none for those that came with the installation.
    pub created_by: Option<PersonId>,
}
