//! What `punctual simulate` prints.

use serde::Serialize;

use crate::sla::{Audience, ClockKind, Fact, What, format_instant};

/// A fact as a line of JSON: instants in UTC, absent ones null; whom and why only for pages and emails.
#[derive(Debug, Serialize)]
pub(super) struct Outcome {
    at: String,
    what: What,
    clock: Option<ClockKind>,
    due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Audience>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

impl From<Fact> for Outcome {
    fn from(fact: Fact) -> Self {
        Self {
            at: format_instant(fact.at),
            what: fact.what,
            clock: fact.clock,
            due: fact.due.map(format_instant),
            to: fact.to,
            why: fact.why,
        }
    }
}
