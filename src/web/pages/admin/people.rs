//! The list of people.

use askama::Template;

use super::Tab;
use crate::web::view::{Chip, Shell};

/// One person.
#[derive(Debug, Clone)]
pub struct PersonRow {
    /// The address of the person's page.
    pub href: String,
    /// The name.
    pub name: String,
    /// Letters of it.
    pub initials: String,
    /// The mail address.
    pub email: String,
    /// The role.
    pub role: &'static str,
    /// Whether the person is of the provider.
    pub is_staff: bool,
    /// The customer, or the team.
    pub belongs_to: Option<String>,
    /// What is special: disabled, never signed in.
    pub marks: Vec<Chip>,
}

/// The page.
#[derive(Template)]
#[template(path = "admin/people.html")]
pub struct PeoplePage {
    /// What is around it.
    pub shell: Shell,
    /// By role.
    pub tabs: Vec<Tab>,
    /// The chosen role's word, kept by the search.
    pub role: String,
    /// What was searched for.
    pub search: String,
    /// The people of this page.
    pub rows: Vec<PersonRow>,
    /// All of them as a file.
    pub csv: String,
    /// The first page, from a later one.
    pub first: Option<String>,
    /// The next page.
    pub next: Option<String>,
}
