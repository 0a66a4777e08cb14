//! What a contact of a customer may do beyond reporting.

use serde::{Deserialize, Serialize};

use super::PersonId;

/// In which place a contact may give instructions for the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instructs {
    /// Before everybody else.
    Main,
    /// When the main contact can't be reached.
    Backup,
}

/// What one contact may do. Who is in no list may report, and nothing more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContactRights {
    /// The contact.
    pub person_id: PersonId,
    /// Whether and in which place the contact may give instructions.
    pub instructs: Option<Instructs>,
    /// Whether the contact says what the customer's contacts may do.
    pub administers: bool,
}
