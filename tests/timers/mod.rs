//! A ticket's clocks, as tables: what happens, and what follows.

mod calendar_change;
mod emails;
mod explanation;
mod life;
mod model;
mod oddities;
mod pages;
mod pauses;
mod properties;
mod reclassify;
mod reopen;
mod resolve;
mod respond;
mod simulate;
mod solved;
mod update;
mod views;
mod warnings;

use punctual::sla::{Contract, shipped};

/// Served by office hours in London (09:00-17:30), but for High, which is served always. Every clock has targets.
const OFFICE: &str = r#"
schema = 1
key = "office"
name = "Office"
hold_over = "next_working_day"
[calendar]
time_zone = "Europe/London"
holidays = "GB-ENG"
[calendar.office_hours]
mon = ["09:00-17:30"]
tue = ["09:00-17:30"]
wed = ["09:00-17:30"]
thu = ["09:00-17:30"]
fri = ["09:00-17:30"]
[[severity]]
code = "High"
covers = "always"
respond = "1h"
update = "2h"
resolve = "8h"
[[severity]]
code = "Medium"
respond = "4h"
update = "1 business day"
resolve = "2 business days"
[[severity]]
code = "Low"
respond = "1 business day"
resolve = "5 business days"
[[severity]]
code = "Idea"
covers = []
"#;

fn parse(source: &str) -> Contract {
    Contract::parse(source, &|name| Err(format!("{name} is not here")))
        .unwrap_or_else(|faults| panic!("{faults}"))
}

fn office() -> Contract {
    parse(OFFICE)
}

/// The office contract with these lines at its top.
fn office_with(top: &str) -> Contract {
    parse(&format!("{top}\n{OFFICE}"))
}

/// An agreement that ships with the product.
fn agreement(key: &str) -> Contract {
    let (_, source) = shipped().iter().find(|(shipped, _)| *shipped == key).expect("it ships");
    parse(source)
}
