//! `GET` and `POST /admin/contracts/new`, `POST /admin/contracts/preview`: adding an agreement, or a version of one.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::local_time;
use super::reading::{Reading, there};
use super::values::{Values, tick};
use crate::domain::ContractVersion;
use crate::service::{self, NewContract};
use crate::sla::{Contract, Faults};
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::{see_other, shell};
use crate::web::input::{Posted, encode};
use crate::web::pages::admin::{Form, FormField, Input, NewContractPage, source_lines};
use crate::web::pages::portal::agreement_tables;
use crate::web::pages::render_with;
use crate::web::site::Site;
use crate::web::view::{Area, Look, zone_name};

/// How many lines of the file are shown to begin with.
const ROWS: u32 = 28;

/// Which agreement the new one follows.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    key: String,
}

/// What the file is read with, and what came of it.
struct Checked {
    files: BTreeMap<String, String>,
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

/// Shows the form, with the last version's text where the agreement is known.
///
/// # Errors
/// [`WebError::NotFound`] for an agreement that is not, or that the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    query: web::Query<Query>,
) -> Result<HttpResponse, WebError> {
    let last = last_version(&site, &query.key).await?;
    if last.is_none() && !query.key.is_empty() {
        return Err(WebError::NotFound);
    }
    let now = local_time::format(site.now(), session.person.time_zone);
    let source = last.as_ref().map(|version| version.source.clone()).unwrap_or_default();
    let values = Values::known([("source", source), ("effective", now), ("default", tick(false))]);
    page(&site, &session, &request, StatusCode::OK, last.as_ref(), &values, None, Vec::new())
}

/// Checks the file and shows it as tables, or its faults; nothing is saved.
///
/// # Errors
/// As [`Posted`], or that the database can't be read.
pub async fn preview(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    mut posted: Posted,
) -> Result<HttpResponse, WebError> {
    let last = last_version(&site, &posted.text("follows")).await?;
    let checked = check(&mut posted, last.as_ref());
    let status = if checked.read.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (values, faults) = (Values::Typed(&posted), checked.foreign_key(last.as_ref()));
    let status = if faults.is_empty() { status } else { StatusCode::UNPROCESSABLE_ENTITY };
    page(&site, &session, &request, status, last.as_ref(), &values, Some(&checked.read), faults)
}

/// Adds the version.
///
/// # Errors
/// As [`Posted`], or that the database can't be written. A file that is refused is shown again with its faults.
pub async fn submit(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    mut posted: Posted,
) -> Result<HttpResponse, WebError> {
    let last = last_version(&site, &posted.text("follows")).await?;
    let checked = check(&mut posted, last.as_ref());
    let again = |faults| {
        let (status, values) = (StatusCode::UNPROCESSABLE_ENTITY, Values::Typed(&posted));
        page(&site, &session, &request, status, last.as_ref(), &values, Some(&checked.read), faults)
    };
    let foreign = checked.foreign_key(last.as_ref());
    if checked.read.is_err() || !foreign.is_empty() {
        return again(foreign);
    }
    let added = add(&site, &session, &posted, checked.files.clone()).await;
    match added.map_err(|error| error.at("effective_from", "effective")) {
        Ok(key) => Ok(see_other(&format!("/admin/contracts/{}?done=contract_added", encode(&key)))),
        Err(WebError::Invalid(faults)) => again(faults),
        Err(error) => Err(error),
    }
}

async fn add(
    site: &Site,
    session: &Session,
    posted: &Posted,
    files: BTreeMap<String, String>,
) -> Result<String, WebError> {
    let zone = session.person.time_zone;
    let mut form = Reading::of(posted);
    let effective_from = form.field("effective", |text| local_time::parse(text, zone));
    let is_default = form.tick("default");
    form.finish()?;
    let new = NewContract {
        source: posted.text("source"),
        files,
        effective_from: there(effective_from)?,
        is_default,
        by: Some(session.person.id),
    };
    let context = site.app.context().by(&session.person);
    site.app
        .db
        .write(move |c| -> Result<_, WebError> { Ok(service::add_contract(c, &context, new)?.key) })
        .await
}

/// Reads the file with the calendars that came with it, and those of the version before.
fn check(posted: &mut Posted, last: Option<&ContractVersion>) -> Checked {
    let mut files = last.map(|version| version.files.clone()).unwrap_or_default();
    for file in posted.take_files() {
        let text = String::from_utf8_lossy(&file.bytes).into_owned();
        files.insert(file.file_name.as_str().to_owned(), text);
    }
    let given = files.clone();
    let file = move |name: &str| {
        given.get(name).cloned().ok_or_else(|| format!("{name} was not given: add it under “Calendar files”"))
    };
    Checked { read: Contract::parse(&posted.text("source"), &file), files }
}

async fn last_version(site: &Site, key: &str) -> Result<Option<ContractVersion>, WebError> {
    if key.is_empty() {
        return Ok(None);
    }
    let key = key.to_owned();
    let job = move |c: &mut Connection| -> Result<_, WebError> {
        Ok(store::contract::list_versions(c, &key)?.into_iter().next_back())
    };
    site.app.db.read(job).await
}

#[allow(clippy::too_many_arguments, reason = "a page is made of all that was asked, found and refused")]
fn page(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    status: StatusCode,
    last: Option<&ContractVersion>,
    values: &Values<'_>,
    read: Option<&Result<Contract, Faults>>,
    faults: Vec<FieldFault>,
) -> Result<HttpResponse, WebError> {
    let (now, zone) = (site.now(), session.person.time_zone);
    let title = match last {
        Some(last) => format!("New version of {}", last.name),
        None => "Add an agreement".to_owned(),
    };
    let shell = shell(site, session, Look::of(request), None, now).at(Area::Contracts, title);
    let (preview, found) = match read {
        Some(Ok(contract)) => (Some(contract), None),
        Some(Err(found)) => (None, Some(found)),
        None => (None, None),
    };
    render_with(
        status,
        &NewContractPage {
            is_sound: preview.is_some() && faults.is_empty(),
            preview: preview.map(|contract| agreement_tables(shell.clone(), contract, now, zone)),
            terms: preview.map(|contract| contract.terms().in_words()).unwrap_or_default(),
            follows: last.map(|last| (last.key.clone(), last.name.clone())),
            form: Form::new("/admin/contracts/new", "Add the version", fields(values, &zone_name(zone)))
                .with_faults(faults),
            faulty: found.map(|found| source_lines(&values.get("source"), Some(found))).unwrap_or_default(),
            fault_count: found.map_or(0, |found| found.iter().count()),
            shell,
        },
    )
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
