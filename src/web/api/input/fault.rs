//! A deserialiser's words as a fault of a field, for the program's author.

use std::fmt::Display;

use crate::web::error::FieldFault;

/// The longest message; it may quote what was sent.
const LONGEST: usize = 300;

/// Says which field is wrong. `path` is where the deserialiser stood, `error` what it said.
pub(super) fn field_fault(path: &str, error: &impl Display) -> FieldFault {
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default();
    let path = path.trim_start_matches('.').trim_end_matches(".?");
    let path = if path == "?" { "" } else { path };
    if let Some(name) = quoted(words, "missing field `") {
        return FieldFault::new(&under(path, name), "This field is missing.");
    }
    if let Some(name) = quoted(words, "unknown field `") {
        let parent = path.strip_suffix(name).map_or(path, |rest| rest.trim_end_matches('.'));
        let known =
            words.split_once("expected ").map(|(_, known)| known.replace('`', "")).unwrap_or_default();
        return FieldFault::new(&under(parent, name), format!("There is no such field here: {known}."));
    }
    if let Some(name) = quoted(words, "duplicate field `") {
        let parent = path.strip_suffix(name).map_or(path, |rest| rest.trim_end_matches('.'));
        return FieldFault::new(&under(parent, name), "This field is given twice.");
    }
    let short: String = words.chars().take(LONGEST).collect();
    FieldFault::new(path, format!("{}.", short.trim_end_matches('.')))
}

fn quoted<'w>(words: &'w str, before: &str) -> Option<&'w str> {
    words.strip_prefix(before)?.split('`').next()
}

fn under(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
