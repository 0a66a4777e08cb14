//! The page of an error: what went wrong, what to do, and the request's id to quote.

use askama::Template;

use crate::sla::Instant;
use crate::web::problem::Problem;
use crate::web::view::{Look, Shell};

/// The page.
#[derive(Template)]
#[template(path = "error/error.html")]
pub struct ErrorPage<'a> {
    /// What is around it.
    pub shell: Shell,
    /// What went wrong.
    pub problem: &'a Problem,
}

/// Renders it. It asks no database and no clock, so that it works when they don't.
#[must_use]
pub fn render(problem: &Problem, look: Look) -> String {
    let shell = Shell { title: problem.title.clone(), ..Shell::anonymous(look, Instant::UNIX_EPOCH) };
    ErrorPage { shell, problem }.render().unwrap_or_else(|_| problem.title.clone())
}
