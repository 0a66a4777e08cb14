//! Faults that were found so far, told together with what else is wrong.

use crate::web::error::{FieldFault, WebError};

/// Faults of what was sent. What it was sent for is tried all the same, with something that fits in the place of a faulty
/// field, since that finds what else is wrong; [`Faults::settle`] then sees to it that nothing comes of it.
#[must_use]
#[derive(Debug, Clone, Default)]
pub struct Faults(Vec<FieldFault>);

impl Faults {
    /// Begins with these.
    pub fn new(found: Vec<FieldFault>) -> Self {
        Self(found)
    }

    /// What a check gave. Where it refused a field, that is noted, and something else stands in.
    ///
    /// # Errors
    /// That of the check, where it is about more than a field.
    pub fn take<T>(&mut self, checked: Result<T, WebError>, instead: T) -> Result<T, WebError> {
        match checked {
            Err(WebError::Invalid(found)) => {
                self.add(found);
                Ok(instead)
            }
            other => other,
        }
    }

    /// What came of it: as it is where there was no fault. To be called within the transaction, which an error undoes.
    ///
    /// # Errors
    /// [`WebError::Invalid`] with the faults and those that were found by trying, save those of fields that were known to
    /// be faulty: what stood in for them is nobody's fault. Without faults, its own error.
    pub fn settle<T, E: Into<WebError>>(mut self, tried: Result<T, E>) -> Result<T, WebError> {
        let tried = tried.map_err(Into::into);
        if self.0.is_empty() {
            return tried;
        }
        if let Err(WebError::Invalid(found)) = tried {
            self.add(found);
        }
        Err(WebError::Invalid(self.0))
    }

    fn add(&mut self, mut found: Vec<FieldFault>) {
        found.retain(|fault| self.0.iter().all(|known| !is_within(&known.field, &fault.field)));
        self.0.extend(found);
    }
}

/// Whether a field is this one, or lies in it: `people[1]` in `people`.
fn is_within(field: &str, whole: &str) -> bool {
    field.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields<T>(settled: Result<T, WebError>) -> Vec<String> {
        match settled {
            Err(WebError::Invalid(faults)) => faults.into_iter().map(|fault| fault.field).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn what_was_tried_with_a_stand_in_never_succeeds() {
        let mut faults = Faults::new(vec![FieldFault::new("people[1]", "No address.")]);
        assert_eq!(faults.take(Err(WebError::field("zone", "No zone.")), 7).unwrap(), 7);
        assert!(faults.take::<()>(Err(WebError::NotFound), ()).is_err(), "that is no field");
        assert_eq!(fields(faults.clone().settle(Ok::<_, WebError>(()))), ["people[1]", "zone"]);
        let found = ["zone", "people", "name", "peoples"].map(|field| FieldFault::new(field, "Wrong."));
        let tried = Err::<(), _>(WebError::Invalid(found.to_vec()));
        assert_eq!(fields(faults.clone().settle(tried)), ["people[1]", "zone", "name", "peoples"]);
        assert_eq!(fields(faults.settle(Err::<(), _>(WebError::NotFound))), ["people[1]", "zone"]);
        assert!(matches!(Faults::default().settle(Ok::<_, WebError>(7)), Ok(7)));
    }
}
