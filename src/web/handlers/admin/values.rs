//! What stands in a form's fields: what was typed, or what is known.

use std::collections::HashMap;

use crate::web::input::Posted;

/// The values of a form's fields by name. A name that is not there is empty.
pub enum Values<'a> {
    /// As known.
    Known(HashMap<&'static str, String>),
    /// As typed.
    Typed(&'a Posted),
}

impl Values<'_> {
    /// Values that are known.
    pub fn known<const N: usize>(pairs: [(&'static str, String); N]) -> Self {
        Self::Known(pairs.into())
    }

    /// Nothing.
    pub fn empty() -> Self {
        Self::Known(HashMap::new())
    }

    /// The value of a field.
    pub fn get(&self, name: &str) -> String {
        match self {
            Self::Known(values) => values.get(name).cloned().unwrap_or_default(),
            Self::Typed(posted) => posted.text(name),
        }
    }
}

/// A tick as a form sends it.
pub fn tick(is_ticked: bool) -> String {
    if is_ticked { "yes".to_owned() } else { String::new() }
}
