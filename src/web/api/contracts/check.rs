//! `POST /api/v1/contracts/check`.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::TermsView;
use crate::sla::{Contract, Fault, Faults};
use crate::web::api::input::Body;
use crate::web::auth::Session;
use crate::web::error::WebError;

/// A contract file to be looked at.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckedFile {
    /// The contract file (TOML).
    pub source: String,
    /// The texts of the calendar files (`.ics`) that it names, by name.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckResult {
    /// Whether it could be added.
    pub is_valid: bool,
    /// Every fault, in the order of its lines.
    pub faults: Vec<FaultView>,
    /// What the engine makes of it; null where there is a fault.
    pub terms: Option<TermsView>,
}

/// One fault.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaultView {
    /// The line, from 1.
    pub line: usize,
    /// Where in the file’s structure: `severity[1].respond`; empty for the file as a whole.
    pub key: String,
    /// What is wrong, and what to write instead.
    pub message: String,
}

/// Check a contract file
///
/// Tells every fault at once, by line and key. Nothing is saved.
///
/// # Errors
/// None but a body that can’t be read: a faulty contract is what this is for.
#[utoipa::path(post, path = "/api/v1/contracts/check", tag = "contracts", request_body = CheckedFile,
    responses((status = 200, description = "What was found", body = CheckResult)))]
pub async fn check(_: Session, body: Body<CheckedFile>) -> Result<HttpResponse, WebError> {
    let CheckedFile { source, files } = body.0;
    let result = match parse(source, files).await? {
        Ok(contract) => {
            CheckResult { is_valid: true, faults: Vec::new(), terms: Some(TermsView::of(&contract)) }
        }
        Err(faults) => {
            CheckResult { is_valid: false, faults: faults.iter().map(FaultView::of).collect(), terms: None }
        }
    };
    Ok(HttpResponse::Ok().json(result))
}

/// Parses off the event loop: a contract with large calendars takes a while.
pub(super) async fn parse(
    source: String,
    files: BTreeMap<String, String>,
) -> Result<Result<Contract, Faults>, WebError> {
    let parsing = move || {
        let file = |name: &str| files.get(name).cloned().ok_or_else(|| format!("{name} was not given"));
        Contract::parse(&source, &file)
    };
    web::block(parsing).await.map_err(WebError::internal)
}

impl FaultView {
    fn of(fault: &Fault) -> Self {
        Self { line: fault.line, key: fault.key.clone(), message: fault.message.clone() }
    }
}
