//! Names for forms, by which one that is sent twice is recognised.

use uuid::Uuid;

/// The hidden field that carries the name.
pub const FIELD: &str = "once";

/// A name that no other form has.
#[must_use]
pub fn name() -> Uuid {
    Uuid::new_v4()
}
