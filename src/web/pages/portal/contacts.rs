//! Who of a customer hears of broken promises, gives instructions, and says so.

use askama::Template;

use crate::domain::PersonId;
use crate::web::view::Shell;

/// One contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactLine {
    /// The contact.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// Whether breach notices go there.
    pub receives_breach_notices: bool,
    /// Whether this is who gives instructions.
    pub is_main: bool,
    /// Whether this is who does when the main contact can't be reached.
    pub is_backup: bool,
    /// Whether this one says what the contacts may do.
    pub administers: bool,
}

/// The contacts as a table, or as a form for whoever looks after them.
#[derive(Debug, Clone)]
pub struct ContactTable {
    /// Where the form goes; none for who may only read.
    pub action: Option<String>,
    /// Everybody.
    pub lines: Vec<ContactLine>,
    /// Why the form was refused.
    pub faults: Vec<String>,
}

impl ContactTable {
    /// Whether nobody is in a place.
    #[must_use]
    pub fn has_none(&self, place: &str) -> bool {
        !self.lines.iter().any(|line| if place == "main" { line.is_main } else { line.is_backup })
    }
}

/// The page in the portal.
#[derive(Template)]
#[template(path = "portal/contacts.html")]
pub struct ContactsPage {
    /// What is around it.
    pub shell: Shell,
    /// The contacts.
    pub table: ContactTable,
    /// Who looks after them, by name.
    pub administrators: Vec<String>,
}

/// The same for the provider's administrators.
#[derive(Template)]
#[template(path = "admin/contacts.html")]
pub struct CustomerContactsPage {
    /// What is around it.
    pub shell: Shell,
    /// The customer's page.
    pub parent: (String, String),
    /// The contacts.
    pub table: ContactTable,
}
