//! How the installation is: a few counts, each with the list behind it.

use askama::Template;

use super::FactLine;
use crate::web::view::{Shell, Tone};

/// One count.
#[derive(Debug, Clone)]
pub struct Gauge {
    /// How many.
    pub count: String,
    /// Of what.
    pub label: &'static str,
    /// Where they are listed.
    pub href: &'static str,
    /// How good or bad that is.
    pub tone: Tone,
}

/// The page.
#[derive(Template)]
#[template(path = "admin/overview.html")]
pub struct OverviewPage {
    /// What is around it.
    pub shell: Shell,
    /// What needs somebody.
    pub troubles: Vec<String>,
    /// The counts.
    pub gauges: Vec<Gauge>,
    /// What there is to know.
    pub facts: Vec<FactLine>,
}
