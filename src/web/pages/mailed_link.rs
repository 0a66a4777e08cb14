//! The page that a link in a mail leads to.

use askama::Template;

use crate::web::view::Shell;

/// Takes the token out of its address, by a script or by hand.
#[derive(Template)]
#[template(path = "auth/mailed_link.html")]
pub struct MailedLinkPage {
    /// What is around it.
    pub shell: Shell,
    /// Its heading.
    pub title: &'static str,
    /// Where the token is posted to.
    pub action: &'static str,
}
