//! Why a broken promise is not held against the provider.

use super::{PersonId, PromiseId};
use crate::sla::Instant;

/// An excuse for one broken promise. It stays broken in one figure, and falls out of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excuse {
    /// The promise.
    pub promise_id: PromiseId,
    /// What caused the breach, in a few words.
    pub cause: String,
    /// What shows it: a text, or where to find it.
    pub evidence: String,
    /// Who answers for it.
    pub excused_by: PersonId,
    /// When.
    pub excused_at: Instant,
}
