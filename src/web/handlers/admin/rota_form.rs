//! The fields of a rota, and what can stand in them.

use std::str::FromStr;

use chrono::{NaiveTime, Weekday};

use super::values::Values;
use crate::web::pages::admin::{FormField, Input};
use crate::web::pages::manager::Choice;

/// The days of the week: word, name.
const DAYS: [(&str, &str); 7] = [
    ("Mon", "Monday"),
    ("Tue", "Tuesday"),
    ("Wed", "Wednesday"),
    ("Thu", "Thursday"),
    ("Fri", "Friday"),
    ("Sat", "Saturday"),
    ("Sun", "Sunday"),
];

/// A day of the week by its word.
///
/// # Errors
/// What to choose instead.
pub fn weekday(text: &str) -> Result<Weekday, &'static str> {
    Weekday::from_str(text).map_err(|_| "Choose a day of the week.")
}

/// A time of day.
///
/// # Errors
/// What to write instead.
pub fn wall_time(text: &str) -> Result<NaiveTime, &'static str> {
    let read = ["%H:%M", "%H:%M:%S"].iter().find_map(|pattern| NaiveTime::parse_from_str(text, pattern).ok());
    read.ok_or("Write a time of day, like 09:00.")
}

/// The fields that a new rota and a known one have in common.
pub fn fields(values: &Values<'_>) -> Vec<FormField> {
    let line = |name, label, kind| FormField::new(name, label, Input::Line(kind), values.get(name));
    let days =
        DAYS.map(|(word, name)| Choice { value: word.to_owned(), label: name.to_owned(), is_chosen: false });
    vec![
        line("name", "Name", "text"),
        FormField::new("people", "People", Input::Lines(5), values.get("people"))
            .hint("Their addresses, one on each line, in the order of their turns of a week each."),
        FormField::new("day", "Turns change on", Input::Select(days.to_vec()), values.get("day")),
        line("time", "At this time of day", "time"),
        FormField::time_zone(values.get("time_zone")),
    ]
}
