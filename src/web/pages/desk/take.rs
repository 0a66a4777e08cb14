//! The page behind a pager's link: it asks to confirm, because mail scanners open links too.

use askama::Template;

use crate::web::view::{Moment, SeverityMark, Shell};

/// The page.
#[derive(Template)]
#[template(path = "desk/take.html")]
pub struct TakePage {
    /// What is around it.
    pub shell: Shell,
    /// The ticket's number.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// The customer.
    pub customer: Option<String>,
    /// Its severity.
    pub severity: SeverityMark,
    /// Why somebody is called.
    pub why: String,
    /// When they were called.
    pub paged: Moment,
    /// Who the link was made for.
    pub person: String,
    /// The link's token.
    pub token: String,
    /// Who took it, if somebody did.
    pub taken_by: Option<String>,
}
