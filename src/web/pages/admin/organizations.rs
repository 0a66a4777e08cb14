//! The list of customers.

use askama::Template;

use crate::web::view::Shell;

/// One customer.
#[derive(Debug, Clone)]
pub struct OrganizationRow {
    /// The address of its page.
    pub href: String,
    /// The name.
    pub name: String,
    /// The name of its contract.
    pub contract: String,
    /// Its mail domains.
    pub domains: Vec<String>,
    /// The team that works its tickets first.
    pub team: Option<String>,
}

/// The page.
#[derive(Template)]
#[template(path = "admin/organizations.html")]
pub struct OrganizationsPage {
    /// What is around it.
    pub shell: Shell,
    /// What was searched for.
    pub search: String,
    /// How many customers there are that fit.
    pub count: usize,
    /// Those of this page, by name.
    pub rows: Vec<OrganizationRow>,
    /// All of them as a file.
    pub csv: String,
    /// The first page, from a later one.
    pub first: Option<String>,
    /// The next page.
    pub next: Option<String>,
}
