//! The words of our mail: what is sent, to whom, and the page that changes it.

use askama::Template;

use super::Form;
use crate::mail::VariableLine;
use crate::web::view::{Chip, Moment, Shell};

/// One kind of notice.
#[derive(Debug, Clone)]
pub struct TemplateRow {
    /// The page that edits its words.
    pub href: String,
    /// What it is.
    pub title: String,
    /// To whom it goes, and when.
    pub about: &'static str,
    /// Whose words are sent.
    pub words: Chip,
    /// When they were saved; none for those that are built in.
    pub saved: Option<Moment>,
}

/// A customer who may have words of its own.
#[derive(Debug, Clone)]
pub struct TemplateOwner {
    /// The list for its people.
    pub href: String,
    /// Its name.
    pub name: String,
    /// For how many kinds it has its own.
    pub count: usize,
}

/// Every kind of notice, for everybody or for the people of one customer.
#[derive(Template)]
#[template(path = "admin/templates.html")]
pub struct TemplatesPage {
    /// What is around it.
    pub shell: Shell,
    /// The customer whose people are written to; none for everybody.
    pub customer: Option<String>,
    /// The kinds.
    pub rows: Vec<TemplateRow>,
    /// The customers; none on the page of one of them.
    pub customers: Vec<TemplateOwner>,
}

/// The words of one kind of notice.
#[derive(Template)]
#[template(path = "admin/template.html")]
pub struct TemplatePage {
    /// What is around it.
    pub shell: Shell,
    /// The list that it hangs under: address and name.
    pub parent: (String, String),
    /// What it is.
    pub title: String,
    /// To whom it goes, and whose words these are.
    pub lede: String,
    /// The form: the words.
    pub form: Form,
    /// What the words can name.
    pub variables: Vec<VariableLine>,
    /// The preview of the words in force.
    pub preview_href: String,
    /// Puts the words back; none where nobody changed them.
    pub reset: Option<Form>,
}
