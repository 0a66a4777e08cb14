//! `GET /admin/contracts/{key}`: one agreement in one version, and what it would have promised.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::local_time;
use crate::domain::{ContractVersion, Organization, Person};
use crate::service::Contracts;
use crate::sla::{ClockKind, Contract, Instant, Severity};
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::{Done, shell};
use crate::web::input::encode;
use crate::web::pages::admin::{ContractPage, VersionRow, WhatIf, source_lines};
use crate::web::pages::manager::clock_name;
use crate::web::pages::portal::agreement_tables;
use crate::web::pages::render;
use crate::web::site::Site;
use crate::web::view::{Area, Look, Moment};

/// Which version, and what is asked of it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    version: String,
    severity: String,
    at: String,
}

struct Found {
    version: ContractVersion,
    versions: Vec<(ContractVersion, Option<Person>)>,
    contract: Arc<Contract>,
    customers: Vec<Organization>,
}

/// Shows the agreement: the version asked for, else the one in force, else the last.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    key: web::Path<String>,
    query: web::Query<Query>,
    done: web::Query<Done>,
) -> Result<HttpResponse, WebError> {
    let (now, zone) = (site.now(), session.person.time_zone);
    let (contracts, key, wanted) = (site.app.contracts.clone(), key.into_inner(), query.version.parse().ok());
    let found = site.app.db.read(move |c| find(c, &contracts, &key, wanted, now)).await?;
    let Found { version, versions, contract, customers } = found;
    let mut shell =
        shell(&site, &session, Look::of(&request), None, now).at(Area::Contracts, version.name.clone());
    shell.done = done.sentence();
    let asked = ask(&contract, &query, now);
    let in_force = in_force(&versions, now);
    render(&ContractPage {
        agreement: agreement_tables(shell.clone(), &contract, now, zone),
        shell,
        number: version.number,
        terms: contract.terms().in_words(),
        severities: asked.severities,
        asked_at: asked.at,
        asked_fault: asked.fault,
        answers: asked.answers,
        source: source_lines(&version.source, None),
        customers: customers
            .into_iter()
            .map(|one| (format!("/admin/organizations/{}", one.id), one.name))
            .collect(),
        versions: versions
            .iter()
            .rev()
            .map(|(one, by)| VersionRow {
                href: format!("/admin/contracts/{}?version={}", encode(&one.key), one.number),
                number: one.number,
                effective: Moment::new(one.effective_from, now, zone),
                added: Moment::new(one.created_at, now, zone),
                by: by.as_ref().map(|person| person.name.clone()),
                is_in_force: Some(one.number) == in_force,
                is_shown: one.number == version.number,
            })
            .collect(),
        key: version.key,
    })
}

fn find(
    c: &mut Connection,
    contracts: &Contracts,
    key: &str,
    wanted: Option<i32>,
    now: Instant,
) -> Result<Found, WebError> {
    let mut versions = Vec::new();
    for version in store::contract::list_versions(c, key)? {
        let by = match version.created_by {
            Some(id) => store::person::find(c, id)?,
            None => None,
        };
        versions.push((version, by));
    }
    let number = wanted.or_else(|| in_force(&versions, now));
    let chosen = match number {
        Some(number) => versions.iter().find(|(version, _)| version.number == number),
        None => versions.last(),
    };
    let version = chosen.map(|(version, _)| version.clone()).ok_or(WebError::NotFound)?;
    let contract = contracts.get(c, version.id)?;
    let mut customers = store::organization::list(c)?;
    customers.retain(|one| one.contract_key == key);
    Ok(Found { version, versions, contract, customers })
}

/// The number of the version in force: of those that have taken effect the last to do so.
fn in_force(versions: &[(ContractVersion, Option<Person>)], now: Instant) -> Option<i32> {
    let effective = versions.iter().map(|(version, _)| version).filter(|one| one.effective_from <= now);
    effective.max_by_key(|one| (one.effective_from, one.number)).map(|one| one.number)
}

struct Asked {
    severities: Vec<(String, String, bool)>,
    at: String,
    fault: Option<String>,
    answers: Vec<WhatIf>,
}

/// Asks the engine; nothing is answered before something was asked.
fn ask(contract: &Contract, query: &Query, now: Instant) -> Asked {
    let zone = contract.calendar().time_zone();
    let severity = contract.severity(&query.severity).or_else(|| contract.severities().first());
    let code = severity.map(|severity| severity.code().as_str().to_owned()).unwrap_or_default();
    let severities = contract.severities().iter().map(|one| {
        let is_chosen = one.code().as_str() == code;
        (one.code().as_str().to_owned(), one.label(), is_chosen)
    });
    let mut asked = Asked {
        severities: severities.collect(),
        at: local_time::format(now, zone),
        fault: None,
        answers: Vec::new(),
    };
    if !query.at.is_empty() {
        asked.at.clone_from(&query.at);
        match (local_time::parse(&query.at, zone), severity) {
            (Ok(at), Some(severity)) => {
                asked.answers =
                    ClockKind::ALL.iter().map(|clock| answer(contract, severity, *clock, at)).collect();
            }
            (Ok(_), None) => {}
            (Err(fault), _) => asked.fault = Some(fault),
        }
    }
    asked
}

/// What would be promised for a report at an instant. Updates don't count from the report: they start at the first
/// response, or when that is missed, so at the latest when it is due.
fn answer(contract: &Contract, severity: &Severity, clock: ClockKind, at: Instant) -> WhatIf {
    if clock != ClockKind::Update {
        return promised(contract, severity, clock, at);
    }
    match contract.promise(severity, ClockKind::Respond, at).due {
        Some(first) => {
            let counted = promised(contract, severity, clock, first);
            let first = contract.calendar().in_words(first);
            WhatIf {
                due: counted.due.map(|due| format!("{due} at the latest")),
                explanation: format!(
                    "Counted from the first response, if that comes at its due instant, {first}; one that comes sooner \
                     starts it sooner. {}",
                    counted.explanation
                ),
                ..counted
            }
        }
        None => WhatIf {
            due: None,
            explanation: "Counted from the first response, for which nothing is promised.".to_owned(),
            ..promised(contract, severity, clock, at)
        },
    }
}

fn promised(contract: &Contract, severity: &Severity, clock: ClockKind, at: Instant) -> WhatIf {
    let promise = contract.promise(severity, clock, at);
    WhatIf {
        clock: clock_name(clock),
        target: promise.target.to_string(),
        due: promise.due.map(|due| format!("due {}", contract.calendar().in_words(due))),
        explanation: contract.explain(severity, clock, at),
    }
}
