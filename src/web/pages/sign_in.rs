//! The sign-in page.

use askama::Template;

use crate::web::view::Shell;

/// The page.
#[derive(Template)]
#[template(path = "auth/sign_in.html")]
pub struct SignInPage {
    /// What is around it.
    pub shell: Shell,
    /// Why the last try failed.
    pub fault: Option<String>,
    /// The address as typed.
    pub email: String,
    /// Where to go afterwards: a path of ours.
    pub next: String,
    /// Whether customers may sign in by a mailed link.
    pub has_links: bool,
}
