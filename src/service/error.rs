//! Why a verb was refused, and who can mend it.

use crate::domain::TooMuch;
use crate::store::StoreError;

/// One thing wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field's name in forms and in the API.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

/// Why a verb did nothing. Nothing of it is written: the caller's transaction is rolled back.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// There is no such thing, or the asker may not know of it.
    #[error("There is no such {0}, or you have no access to it.")]
    NotFound(&'static str),
    /// The asker may see it, but not do this.
    #[error("{0}")]
    Forbidden(&'static str),
    /// Fields are wrong: one or more. The texts say what to write instead.
    #[error("{}", in_words(.0))]
    Invalid(Vec<Fault>),
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
        Self::Invalid(vec![Fault { field, message: message.into() }])
    }

    /// Whether the database as a whole failed, and not what was asked of it: anything else would fail too.
    #[must_use]
    pub fn is_everywhere(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_everywhere())
    }
}

/// What is wrong, one sentence after the other.
fn in_words(faults: &[Fault]) -> String {
    faults.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>().join(" ")
}

/// An error that can tell of several fields at once.
pub trait Gather: Sized {
    /// This and another one: both, where fields are all that is wrong; else the one that is about more.
    #[must_use]
    fn and(self, other: Self) -> Self;
}

impl Gather for ServiceError {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Invalid(mut faults), Self::Invalid(more)) => {
                faults.extend(more);
                Self::Invalid(faults)
            }
            (Self::Invalid(_), graver) | (graver, _) => graver,
        }
    }
}

/// What two checks gave.
///
/// # Errors
/// What is wrong with either, so that whoever sent it learns all of it at once.
pub fn both<A, B, E: Gather>(one: Result<A, E>, other: Result<B, E>) -> Result<(A, B), E> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(one), Err(other)) => Err(one.and(other)),
        (Err(error), Ok(_)) | (Ok(_), Err(error)) => Err(error),
    }
}

/// What the same check gave for each of several things.
///
/// # Errors
/// What is wrong with any of them.
pub fn each<T, E: Gather>(results: impl IntoIterator<Item = Result<T, E>>) -> Result<Vec<T>, E> {
    let mut found = Ok(Vec::new());
    for one in results {
        found = both(found, one).map(|(mut found, one)| {
            found.push(one);
            found
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong<T>(field: &'static str) -> Result<T, ServiceError> {
        Err(ServiceError::invalid(field, format!("Mend the {field}.")))
    }

    #[test]
    fn every_wrong_field_is_told() {
        let error = both(wrong::<()>("name"), both(Ok(1), wrong::<()>("zone"))).unwrap_err();
        assert_eq!(error.to_string(), "Mend the name. Mend the zone.");
        let error = each([Ok(1), wrong("people"), Ok(2), wrong("people")]).unwrap_err();
        assert!(matches!(error, ServiceError::Invalid(faults) if faults.len() == 2));
        assert_eq!(each::<_, ServiceError>([Ok(1), Ok(2)]).unwrap(), [1, 2]);
    }

    #[test]
    fn what_is_more_than_a_wrong_field_is_told_alone() {
        for (one, other) in
            [(wrong::<()>("name"), Err(ServiceError::Stale)), (Err(ServiceError::Stale), wrong::<()>("name"))]
        {
            assert!(matches!(both(one, other), Err(ServiceError::Stale)));
        }
    }
}
