//! `GET` and `POST /admin/contracts/new`, `POST /admin/contracts/preview`: adding an agreement, or a version of one.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::reading::{Reading, there};
use super::values::{Values, tick};
use super::{local_time, succession};
use crate::domain::{ContractVersion, Person};
use crate::service::{self, Context, NewContract};
use crate::sla::{Contract, Faults, shipped};
use crate::store::{self, Connection};
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::see_other;
use crate::web::input::{Posted, encode};
use crate::web::pages::admin::{Form, FormField, Input, NewContractPage, source_lines};
use crate::web::pages::portal::agreement_tables;
use crate::web::pages::render_with;
use crate::web::view::{Area, zone_name};
use crate::web::visit::Visit;

/// How many lines of the file are shown to begin with.
const ROWS: u32 = 28;

/// What the name of a field begins with that carries a calendar file from a preview to what follows it.
const KEPT_FILE: &str = "kept-file:";

/// Which agreement the new one follows, or which of those that ship with the product it begins with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    key: String,
    template: String,
}

/// What the file is read with, and what came of it.
struct Checked {
    /// The calendars of the version before, and those that were given.
    files: BTreeMap<String, String>,
    /// Those that were given, now or before a preview.
    given: BTreeMap<String, String>,
    read: Result<Contract, Faults>,
}

impl Checked {
    /// What is wrong with a file that belongs to another agreement than the one it is to follow.
    fn foreign_key(&self, last: Option<&ContractVersion>) -> Vec<FieldFault> {
        let (Ok(contract), Some(last)) = (&self.read, last) else { return Vec::new() };
        if contract.key() == last.key {
            return Vec::new();
        }
        let (key, wanted) = (contract.key(), &last.key);
        let text =
            format!("This file’s key is “{key}”: a version of this agreement says key = \"{wanted}\".");
        vec![FieldFault::new("source", text)]
    }
}

/// What stands in the form, and what was found of it.
struct Shown<'a> {
    status: StatusCode,
    last: Option<&'a ContractVersion>,
    values: Values<'a>,
    read: Option<&'a Result<Contract, Faults>>,
    given: &'a BTreeMap<String, String>,
    faults: Vec<FieldFault>,
}

impl<'a> Shown<'a> {
    /// What was typed, refused unless something else is known of it.
    fn of(posted: &'a Posted, checked: &'a Checked) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            last: None,
            values: Values::Typed(posted),
            read: Some(&checked.read),
            given: &checked.given,
            faults: Vec::new(),
        }
    }
}

/// Shows the form, with the last version's text where the agreement is known.
///
/// # Errors
/// [`WebError::NotFound`] for an agreement that is not, or that the database can't be read.
pub async fn show(visit: Visit, query: web::Query<Query>) -> Result<HttpResponse, WebError> {
    let last = last_version(&visit, &query.key).await?;
    if last.is_none() && !query.key.is_empty() {
        return Err(WebError::NotFound);
    }
    let now = local_time::format(visit.now, visit.session.person.time_zone);
    let template = shipped().iter().find(|(key, _)| last.is_none() && *key == query.template);
    let begun = template.map(|(_, source)| (*source).to_owned());
    let source = last.as_ref().map(|version| version.source.clone()).or(begun).unwrap_or_default();
    let values = Values::known([("source", source), ("effective", now), ("default", tick(false))]);
    let (status, last, faults) = (StatusCode::OK, last.as_ref(), Vec::new());
    page(&visit, Shown { status, last, values, read: None, given: &BTreeMap::new(), faults }).await
}

/// Checks the file and shows it as tables with what it changes, or its faults; nothing is saved.
///
/// # Errors
/// As [`Posted`], or that the database can't be read.
pub async fn preview(visit: Visit, mut posted: Posted) -> Result<HttpResponse, WebError> {
    let last = last_version(&visit, &posted.text("follows")).await?;
    let checked = check(&mut posted, last.as_ref());
    let faults = checked.foreign_key(last.as_ref());
    let is_sound = checked.read.is_ok() && faults.is_empty();
    let status = if is_sound { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page(&visit, Shown { status, last: last.as_ref(), faults, ..Shown::of(&posted, &checked) }).await
}

/// Adds the version.
///
/// # Errors
/// As [`Posted`], or that the database can't be written. A file that is refused is shown again with its faults.
pub async fn submit(visit: Visit, mut posted: Posted) -> Result<HttpResponse, WebError> {
    let last = last_version(&visit, &posted.text("follows")).await?;
    let checked = check(&mut posted, last.as_ref());
    let foreign = checked.foreign_key(last.as_ref());
    let faults = if checked.read.is_err() || !foreign.is_empty() {
        foreign
    } else {
        let added = add(&visit, &posted, checked.files.clone()).await;
        match added.map_err(|error| error.at("effective_from", "effective")) {
            Ok(key) => {
                return Ok(see_other(&format!("/admin/contracts/{}?done=contract_added", encode(&key))));
            }
            Err(WebError::Invalid(faults)) => faults,
            Err(error) => return Err(error),
        }
    };
    page(&visit, Shown { last: last.as_ref(), faults, ..Shown::of(&posted, &checked) }).await
}

async fn add(visit: &Visit, posted: &Posted, files: BTreeMap<String, String>) -> Result<String, WebError> {
    let zone = visit.session.person.time_zone;
    let mut form = Reading::of(posted);
    let effective_from = form.field("effective", |text| local_time::parse(text, zone));
    let is_default = form.tick("default");
    form.finish()?;
    let (source, effective_from) = (posted.text("source"), there(effective_from)?);
    let adding = move |c: &mut Connection, cx: &Context, by: &Person| {
        let new = NewContract { source, files, effective_from, is_default, by: Some(by.id) };
        service::add_contract(c, cx, new)
    };
    Ok(visit.write(adding).await?.key)
}

/// Reads the file with the calendars that came with it, and those of the version before.
fn check(posted: &mut Posted, last: Option<&ContractVersion>) -> Checked {
    let mut given: BTreeMap<String, String> = posted.texts_after(KEPT_FILE).collect();
    for file in posted.take_files() {
        let text = String::from_utf8_lossy(&file.bytes).into_owned();
        given.insert(file.file_name.as_str().to_owned(), text);
    }
    let mut files = last.map(|version| version.files.clone()).unwrap_or_default();
    files.extend(given.clone());
    let known = files.clone();
    let file = move |name: &str| {
        known.get(name).cloned().ok_or_else(|| format!("{name} was not given: add it under “Calendar files”"))
    };
    Checked { read: Contract::parse(&posted.text("source"), &file), files, given }
}

async fn last_version(visit: &Visit, key: &str) -> Result<Option<ContractVersion>, WebError> {
    if key.is_empty() {
        return Ok(None);
    }
    let key = key.to_owned();
    visit.read(move |c| Ok(store::contract::list_versions(c, &key)?.into_iter().next_back())).await
}

async fn page(visit: &Visit, shown: Shown<'_>) -> Result<HttpResponse, WebError> {
    let Shown { status, last, values, read, given, faults } = shown;
    let (now, zone) = (visit.now, visit.session.person.time_zone);
    let title = match last {
        Some(last) => format!("New version of {}", last.name),
        None => "Add an agreement".to_owned(),
    };
    let shell = visit.shell(Area::Contracts, title);
    let (preview, found) = match read {
        Some(Ok(contract)) => (Some(contract), None),
        Some(Err(found)) => (None, Some(found)),
        None => (None, None),
    };
    let is_sound = preview.is_some() && faults.is_empty();
    let succession = match preview.filter(|_| is_sound) {
        Some(contract) => {
            let effective = local_time::parse(&values.get("effective"), zone).ok();
            succession::load(visit, contract.key(), &values.get("source"), effective).await?
        }
        None => None,
    };
    render_with(
        status,
        &NewContractPage {
            is_sound,
            succession,
            preview: preview.map(|contract| agreement_tables(shell.clone(), contract, now, zone)),
            terms: preview.map(|contract| contract.terms().in_words()).unwrap_or_default(),
            templates: match last.is_none() && values.get("source").is_empty() {
                true => templates(),
                false => Vec::new(),
            },
            given: given.iter().map(|(name, text)| (format!("{KEPT_FILE}{name}"), text.clone())).collect(),
            follows: last.map(|last| (last.key.clone(), last.name.clone())),
            form: Form::new("/admin/contracts/new", "Add the version", fields(&values, &zone_name(zone)))
                .with_faults(faults),
            faulty: found.map(|found| source_lines(&values.get("source"), Some(found))).unwrap_or_default(),
            fault_count: found.map_or(0, |found| found.iter().count()),
            shell,
        },
    )
}

/// The agreements that ship with the product: key and name.
fn templates() -> Vec<(&'static str, String)> {
    let named = |(key, source): &(&'static str, &str)| {
        let read = Contract::parse(source, &|_| Err(String::new())).ok()?;
        Some((*key, read.name().to_owned()))
    };
    shipped().iter().filter_map(named).collect()
}

fn fields(values: &Values<'_>, zone: &str) -> Vec<FormField> {
    vec![
        FormField::new("source", "The contract file (TOML)", Input::Lines(ROWS), values.get("source")),
        FormField::new("effective", "In force from", Input::Line("datetime-local"), values.get("effective"))
            .hint(format!("In {zone}. Tickets that are opened from then on keep this version.")),
        FormField::new(
            "default",
            "Senders who belong to no customer are served under this agreement",
            Input::Tick,
            values.get("default"),
        )
        .optional(),
    ]
}
