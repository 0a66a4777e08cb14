//! The fields of a rota, and what can stand in them.

use std::str::FromStr;

use chrono::{NaiveTime, Weekday};

use super::values::Values;
use crate::domain::Person;
use crate::web::input::Posted;
use crate::web::pages::admin::{FormField, Input};
use crate::web::pages::manager::Choice;

/// How many places are free after the last person, for whoever joins.
const FREE_PLACES: usize = 3;

/// How many entries all lists of people together may have. A page with more of them would be slow to load and to work: there
/// each place is a line, which offers the same people while one types.
const MOST_ENTRIES: usize = 10_000;

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

/// The addresses that were chosen, in the order of their places.
pub fn chosen_people(posted: &Posted) -> Vec<String> {
    let places = (1..).map(|place| format!("people-{place}")).take_while(|name| posted.has(name));
    places
        .map(|name| posted.text(&name))
        .map(|address| address.trim().to_owned())
        .filter(|address| !address.is_empty())
        .collect()
}

/// The fields that a new rota and a known one have in common: `people` are the addresses of those on it, `staff` those
/// who may be. Whoever is on it and may no longer be is named as such.
pub fn fields(values: &Values<'_>, people: Vec<String>, staff: &[Person]) -> Vec<FormField> {
    let line = |name, label, kind| FormField::new(name, label, Input::Line(kind), values.get(name));
    let days =
        DAYS.map(|(word, name)| Choice { value: word.to_owned(), label: name.to_owned(), is_chosen: false });
    vec![
        line("name", "Name", "text"),
        FormField::new("people", "People", ordered(candidates(&people, staff), places(people)), "")
            .hint("In the order of their turns of a week each. Empty a place to take somebody off."),
        FormField::new("day", "Turns change on", Input::Select(days.to_vec()), values.get("day")),
        line("time", "At this time of day", "time"),
        FormField::time_zone(values.get("time_zone")),
    ]
}

fn candidates(people: &[String], staff: &[Person]) -> Vec<Choice> {
    let choice = |value: &str, label| Choice { value: value.to_owned(), label, is_chosen: false };
    let able = staff.iter().map(|one| choice(one.email.as_str(), format!("{} ({})", one.name, one.email)));
    let gone = people.iter().filter(|address| staff.iter().all(|one| one.email.as_str() != **address));
    able.chain(gone.map(|address| choice(address, format!("{address} (no longer here)")))).collect()
}

fn ordered(candidates: Vec<Choice>, places: Vec<String>) -> Input {
    match candidates.len() * places.len() {
        ..=MOST_ENTRIES => Input::Ordered(candidates, places),
        _ => Input::OrderedLines(candidates, places),
    }
}

fn places(people: Vec<String>) -> Vec<String> {
    people.into_iter().chain(std::iter::repeat_n(String::new(), FREE_PLACES)).collect()
}
