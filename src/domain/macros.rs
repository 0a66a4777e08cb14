//! Macros: messages that agents send again and again, with places that each ticket fills in.

use super::{MacroId, MessageKind, PersonId, Sharing};
use crate::sla::{Instant, Status};

/// What a ticket fills in, as it stands between `{{` and `}}`, and what it is.
pub const MACRO_VARIABLES: [(&str, &str); 8] = [
    ("requester", "the reporter’s name"),
    ("requester.first_name", "the first word of it"),
    ("agent", "your name"),
    ("customer", "the customer’s name"),
    ("ticket.number", "the ticket’s number"),
    ("ticket.subject", "its subject"),
    ("severity", "its severity"),
    ("next_due", "when something is due next, in the reporter’s time zone"),
];

/// A message kept under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Macro {
    /// The id.
    pub id: MacroId,
    /// Who wrote it.
    pub owner_id: PersonId,
    /// Its name.
    pub name: String,
    /// The message, with its variables.
    pub text: String,
    /// Who is to read the message.
    pub kind: MessageKind,
    /// The status to set with it.
    pub then: Option<Status>,
    /// Who may use it.
    pub sharing: Sharing,
    /// When it was written.
    pub created_at: Instant,
}

impl Macro {
    /// Whether every variable of a text is one.
    ///
    /// # Errors
    /// What is wrong and what could stand there.
    pub fn check(text: &str) -> Result<(), String> {
        for part in parts(text) {
            match part {
                Part::Open => return Err("A “{{” has no “}}” behind it.".to_owned()),
                Part::Variable(name) if !MACRO_VARIABLES.iter().any(|(known, _)| *known == name) => {
                    let known: Vec<&str> = MACRO_VARIABLES.iter().map(|(known, _)| *known).collect();
                    return Err(format!("There is no “{name}”. There are: {}.", known.join(", ")));
                }
                Part::Variable(_) | Part::Text(_) => {}
            }
        }
        Ok(())
    }

    /// The message with each variable's value in its place.
    #[must_use]
    pub fn fill(&self, value: impl Fn(&str) -> String) -> String {
        let part = |part| match part {
            Part::Text(text) => text.to_owned(),
            Part::Variable(name) => value(name),
            Part::Open => "{{".to_owned(),
        };
        parts(&self.text).into_iter().map(part).collect()
    }
}

enum Part<'a> {
    Text(&'a str),
    Variable(&'a str),
    Open,
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        parts.push(Part::Text(before));
        match after.split_once("}}") {
            Some((name, behind)) => {
                parts.push(Part::Variable(name.trim()));
                rest = behind;
            }
            None => {
                parts.push(Part::Open);
                rest = after;
            }
        }
    }
    parts.push(Part::Text(rest));
    parts
}
