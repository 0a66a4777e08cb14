//! A deserialiser's words as a fault of a field, in plain words for the program's author.

use std::fmt::Display;

use crate::web::error::FieldFault;

/// The longest message; it may quote what was sent.
const LONGEST: usize = 300;
/// What dates and times are refused with, which don't say what was asked for.
const NO_INSTANT: [&str; 4] = [
    "premature end of input",
    "input contains invalid characters",
    "input is out of range",
    "trailing input",
];

/// Says which field is wrong. `path` is where the deserialiser stood, `error` what it said.
pub(super) fn field_fault(path: &str, error: &impl Display) -> FieldFault {
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default();
    let path = path.trim_start_matches('.').trim_end_matches(".?");
    let path = if path == "?" { "" } else { path };
    let parent = |name: &str| path.strip_suffix(name).map_or(path, |rest| rest.trim_end_matches('.'));
    if let Some(name) = after(words, "missing field `") {
        return FieldFault::new(&under(path, name), "This field is missing.");
    }
    if let Some(name) = after(words, "unknown field `") {
        return FieldFault::new(&under(parent(name), name), no_field(words));
    }
    if let Some(name) = after(words, "duplicate field `") {
        return FieldFault::new(&under(parent(name), name), "This field is given twice.");
    }
    FieldFault::new(path, in_words(words).chars().take(LONGEST).collect::<String>())
}

fn after<'w>(words: &'w str, before: &str) -> Option<&'w str> {
    words.strip_prefix(before)?.split('`').next()
}

fn under(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn no_field(words: &str) -> String {
    match expected(words).as_slice() {
        [] => "There is no field of this name here.".to_owned(),
        known => format!("There is no field of this name here, only {}.", known.join(", ")),
    }
}

/// What could have been said instead: the quoted words at the end of `... expected one of `a`, `b``.
pub(super) fn expected(words: &str) -> Vec<&str> {
    let list = words.rsplit_once("expected ").map_or("", |(_, list)| list);
    list.split('`').skip(1).step_by(2).collect()
}

fn in_words(words: &str) -> String {
    if let Some(sent) = after(words, "unknown variant `") {
        return format!("“{sent}” is none of {}.", expected(words).join(", "));
    }
    let mismatch = words.strip_prefix("invalid type: ").or_else(|| words.strip_prefix("invalid value: "));
    if let Some((sent, wanted)) = mismatch.and_then(|rest| rest.split_once(", expected ")) {
        return format!("Send {}, not {}.", kind(wanted), value(sent));
    }
    if words.starts_with("UUID parsing failed") {
        return "Write an id, as other answers name it.".to_owned();
    }
    if NO_INSTANT.contains(&words) {
        return "Write a date such as 2026-11-23, or, where a time belongs to it, 2026-11-23T09:00:00Z."
            .to_owned();
    }
    let mut letters = words.trim_end_matches('.').chars();
    letters.next().map(|first| format!("{}{}.", first.to_uppercase(), letters.as_str())).unwrap_or_default()
}

/// What is wanted.
fn kind(wanted: &str) -> &str {
    match wanted {
        "a string" | "string" => "text",
        "a boolean" => "true or false",
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number",
        "f32" | "f64" => "a number",
        "a sequence" => "a list",
        "a map" | "map" => "an object",
        "variant identifier" | "string or map" => "one of the words that are known here",
        _ if wanted.starts_with("struct ") || wanted.contains("enum ") => "an object",
        _ if wanted.contains("date and time") => "an instant such as 2026-11-23T09:00:00Z",
        other => other,
    }
}

/// What was sent.
fn value(sent: &str) -> String {
    if let Some((_, text)) = sent.split_once(" \"") {
        return format!("“{}”", text.trim_end_matches('"'));
    }
    match (sent, sent.split('`').nth(1)) {
        ("sequence", _) => "a list".to_owned(),
        ("map", _) => "an object".to_owned(),
        ("unit value", _) => "null".to_owned(),
        (_, Some(number)) if !sent.starts_with("boolean") => format!("the number {number}"),
        (_, Some(word)) => word.to_owned(),
        (other, None) => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::field_fault;

    #[test]
    fn what_is_allowed_is_said_in_plain_words() {
        for (said, told) in [
            (
                "unknown variant `opn`, expected one of `open`, `resolved`, `closed`",
                "“opn” is none of open, resolved, closed.",
            ),
            ("unknown variant `x`, expected `a` or `b`", "“x” is none of a, b."),
            ("invalid type: integer `5`, expected a string", "Send text, not the number 5."),
            ("invalid type: string \"yes\", expected a boolean", "Send true or false, not “yes”."),
            ("invalid type: boolean `true`, expected i64", "Send a whole number, not true."),
            ("invalid type: null, expected a sequence", "Send a list, not null."),
            ("invalid type: sequence, expected struct Answers", "Send an object, not a list."),
            (
                "invalid value: integer `-1`, expected u32 at line 1 column 7",
                "Send a whole number, not the number -1.",
            ),
            ("UUID parsing failed: invalid length", "Write an id, as other answers name it."),
            ("write true or false", "Write true or false."),
        ] {
            assert_eq!(field_fault("status", &said).message, told, "{said}");
        }
        assert_eq!(
            field_fault("a.colour", &"unknown field `colour`, expected `text` or `inner`").message,
            "There is no field of this name here, only text, inner."
        );
    }
}
