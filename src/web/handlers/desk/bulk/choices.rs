//! What can be done to many tickets at once, as a selection.

use crate::domain::{Macro, MessageKind, Person, SnoozeChoice};
use crate::service::Contracts;
use crate::sla::{Instant, Status};
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::pages::desk::{Selectable, SelectableGroup};
use crate::web::view::labels;

/// Every action for somebody of the provider; `chosen` is the word of the one that is chosen.
///
/// # Errors
/// Where the database can't be read.
pub fn choices(
    c: &mut Connection,
    contracts: &Contracts,
    reader: &Person,
    now: Instant,
    chosen: &str,
) -> Result<Vec<SelectableGroup>, WebError> {
    let choice = |value: String, label: String| Selectable { is_chosen: value == chosen, value, label };
    let mut agents = vec![
        choice(format!("assign:{}", reader.id), "Me".to_owned()),
        choice("assign:".to_owned(), "Nobody".to_owned()),
    ];
    let others = store::person::staff(c)?.into_iter().filter(|person| person.id != reader.id);
    agents.extend(others.map(|person| choice(format!("assign:{}", person.id), person.name)));
    let mut teams: Vec<Selectable> = store::team::list(c)?
        .into_iter()
        .map(|team| choice(format!("team:{}", team.id), team.name))
        .collect();
    if !teams.is_empty() {
        teams.push(choice("team:".to_owned(), "No team".to_owned()));
    }
    let status = |status: &Status| {
        choice(format!("status:{}", status.as_str()), labels::status_for_staff(*status).label.to_owned())
    };
    let severities = severities(c, contracts, now)?;
    let groups = [
        ("Assign to", agents),
        ("Give to the team", teams),
        ("Set the status", Status::ALL.iter().map(status).collect()),
        ("Set the severity, saying why", {
            severities.into_iter().map(|(code, name)| choice(format!("severity:{code}"), name)).collect()
        }),
        (
            "Answer with",
            answers(c, reader)?
                .into_iter()
                .map(|one| choice(format!("answer:{}", one.id), one.name))
                .collect(),
        ),
        (
            "Snooze, saying why",
            SnoozeChoice::ALL
                .iter()
                .map(|one| choice(format!("snooze:{}", one.as_str()), snooze(*one).to_owned()))
                .collect(),
        ),
        ("Merge", vec![choice("merge".to_owned(), "Into the ticket with this number".to_owned())]),
        (
            "Tags",
            vec![
                choice("tag".to_owned(), "Add this tag".to_owned()),
                choice("untag".to_owned(), "Take this tag".to_owned()),
            ],
        ),
    ];
    let filled = groups.into_iter().filter(|(_, choices)| !choices.is_empty());
    Ok(filled.map(|(label, choices)| SelectableGroup { label: label.to_owned(), choices }).collect())
}

/// The macros that answer a customer.
fn answers(c: &mut Connection, reader: &Person) -> Result<Vec<Macro>, WebError> {
    let mut macros = store::reply_macro::list(c, reader.id)?;
    macros.retain(|one| one.kind == MessageKind::Public);
    Ok(macros)
}

/// Until when, wherever the tickets' agreements are kept.
fn snooze(choice: SnoozeChoice) -> &'static str {
    match choice {
        SnoozeChoice::Hour => "For an hour",
        SnoozeChoice::Afternoon => "Until this afternoon",
        SnoozeChoice::Opening => "Until office hours open",
        SnoozeChoice::NextOpening => "Until the business day after",
    }
}

/// Codes with their names, each once, by the agreements in force: a ticket whose agreement lacks one is left out by
/// name.
fn severities(
    c: &mut Connection,
    contracts: &Contracts,
    now: Instant,
) -> Result<Vec<(String, String)>, WebError> {
    let mut found: Vec<(String, String)> = Vec::new();
    for version in store::contract::list_in_force(c, now)? {
        for severity in contracts.get(c, version.id)?.severities() {
            let code = severity.code().as_str();
            if !found.iter().any(|(known, _)| known == code) {
                found.push((code.to_owned(), severity.label()));
            }
        }
    }
    Ok(found)
}
