//! A field that may be null, but must be there.

use serde::{Deserialize, Deserializer};

/// For `#[serde(deserialize_with = "required")]` on an `Option`: leaving the field out is a fault, null is a value.
///
/// # Errors
/// Those of the value.
pub fn required<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer)
}
