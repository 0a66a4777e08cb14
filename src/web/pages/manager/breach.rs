//! One breach, and its excuse.

use askama::Template;

use super::PromiseLine;
use crate::web::pages::admin::Form;
use crate::web::view::{Moment, Shell};

/// An excuse, for reading.
#[derive(Debug, Clone)]
pub struct ExcuseView {
    /// What caused the breach.
    pub cause: String,
    /// What shows it.
    pub evidence: String,
    /// Who answers for it.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// The page.
#[derive(Template)]
#[template(path = "manager/breach.html")]
pub struct BreachPage {
    /// What is around it.
    pub shell: Shell,
    /// The broken promise.
    pub line: PromiseLine,
    /// Its excuse.
    pub excuse: Option<ExcuseView>,
    /// The form for one.
    pub form: Form,
}
