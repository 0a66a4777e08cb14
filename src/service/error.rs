//! Why a verb was refused, and who can mend it.

use crate::domain::TooMuch;
use crate::store::StoreError;

/// Why a verb did nothing. Nothing of it is written: the caller's transaction is rolled back.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// There is no such thing, or the asker may not know of it.
    #[error("There is no such {0}, or you have no access to it.")]
    NotFound(&'static str),
    /// The asker may see it, but not do this.
    #[error("{0}")]
    Forbidden(&'static str),
    /// A field is wrong; the text says what to write instead.
    #[error("{message}")]
    Invalid {
        /// The field's name in forms and in the API.
        field: &'static str,
        /// What is wrong and what to do.
        message: String,
    },
    /// The caller saw an older version of the ticket.
    #[error("Somebody changed this ticket meanwhile. Look at what is new, then send yours again.")]
    Stale,
    /// It can't be done in the present state.
    #[error("{0}")]
    Conflict(String),
    /// One customer has written as much within an hour as is taken.
    #[error("{0}")]
    TooMuch(TooMuch),
    /// A stored contract could not be read.
    #[error("The contract of this ticket cannot be read: {0}")]
    Contract(String),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ServiceError {
    /// A refusal of one field.
    #[must_use]
    pub fn invalid(field: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid { field, message: message.into() }
    }

    /// Whether the database as a whole failed, and not what was asked of it: anything else would fail too.
    #[must_use]
    pub fn is_everywhere(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_everywhere())
    }
}
