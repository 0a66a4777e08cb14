//! Merging, splitting and linking a ticket.

use askama::Template;

use super::Selectable;
use crate::web::view::{Chip, Moment, Shell};

/// A ticket to choose.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The number.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// The customer, and where it stands.
    pub about: String,
    /// The page with it chosen.
    pub href: String,
}

/// A clock as it stands.
#[derive(Debug, Clone)]
pub struct ClockLine {
    /// Which.
    pub label: &'static str,
    /// How it stands.
    pub standing: String,
    /// When it is due.
    pub due: Option<Moment>,
}

/// What merging would do.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The other ticket.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// Where it stands.
    pub status: Chip,
    /// The clocks of this ticket, which would stop.
    pub stopping: Vec<ClockLine>,
    /// The clocks of the other, which would stay.
    pub staying: Vec<ClockLine>,
    /// Why it can't be done, where that was tried.
    pub fault: Option<String>,
}

/// A message that could begin or join a new ticket.
#[derive(Debug, Clone)]
pub struct Part {
    /// The name of its tick.
    pub field: String,
    /// Who wrote it, and for whom.
    pub author: String,
    /// When it was received.
    pub at: Moment,
    /// How it begins.
    pub excerpt: String,
    /// When the first response would be due of a ticket that it begins; none where it can't begin one.
    pub due: Option<Moment>,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "desk/join.html")]
pub struct JoinPage {
    /// What is around it.
    pub shell: Shell,
    /// The ticket's number.
    pub number: i64,
    /// Its version: a change of another one is refused.
    pub version: i64,
    /// What it is about.
    pub subject: String,
    /// Whether it is closed, and can only be linked.
    pub is_closed: bool,
    /// What was looked for.
    pub wanted: String,
    /// What was found.
    pub found: Vec<Candidate>,
    /// The ticket that is chosen.
    pub chosen: Option<Preview>,
    /// How two tickets can be linked.
    pub relations: Vec<Selectable>,
    /// The messages.
    pub parts: Vec<Part>,
    /// The subject of the new ticket, as typed.
    pub new_subject: String,
    /// Why splitting was refused.
    pub split_faults: Vec<String>,
}
