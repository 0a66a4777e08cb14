//! Somebody who reads along, as a line.

use crate::domain::Person;

/// A watcher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatcherLine {
    /// The id, for the form that takes them off.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
}

impl WatcherLine {
    /// Words a watcher.
    #[must_use]
    pub fn of(person: &Person) -> Self {
        Self { id: person.id.to_string(), name: person.name.clone(), email: person.email.to_string() }
    }
}
