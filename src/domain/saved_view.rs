//! Lists of the desk that agents keep under a name.

use super::{PersonId, SavedViewId};
use crate::sla::Instant;

/// Who sees what an agent keeps: a view, a macro.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// Its owner alone.
    Owner,
    /// Everybody of the provider.
    Everybody,
}

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// The id.
    pub id: SavedViewId,
    /// Who saved it.
    pub owner_id: PersonId,
    /// Its name.
    pub name: String,
    /// The list, as the query of its address.
    pub place: String,
    /// Who sees it.
    pub audience: Sharing,
    /// When it was saved.
    pub created_at: Instant,
}
