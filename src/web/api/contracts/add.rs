//! `POST /api/v1/contracts`.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::ToSchema;

use super::check::parse;
use super::list::ContractSummary;
use crate::service::{self, NewContract};
use crate::sla::Faults;
use crate::web::api::input::Body;
use crate::web::auth::Session;
use crate::web::error::{FieldFault, WebError};
use crate::web::site::Site;

/// An agreement, or a new version of one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddedContract {
    /// The contract file (TOML).
    pub source: String,
    /// The texts of the calendar files (`.ics`) that it names, by name.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
    /// From when on new tickets are opened under it; without it, from now.
    #[serde(default)]
    pub effective_from: Option<DateTime<Utc>>,
    /// Whether senders who belong to no customer are served under it.
    #[serde(default)]
    pub is_default: bool,
}

/// Add an agreement, or a new version of one
///
/// Tickets that are open keep the version that they were opened under.
///
/// # Errors
/// 422 with every fault of the file, one by one; what is in force stays untouched.
#[utoipa::path(post, path = "/api/v1/contracts", tag = "contracts", request_body = AddedContract,
    responses((status = 201, description = "The version", body = ContractSummary)))]
pub async fn add(
    site: web::Data<Site>,
    session: Session,
    body: Body<AddedContract>,
) -> Result<HttpResponse, WebError> {
    let AddedContract { source, files, effective_from, is_default } = body.0;
    parse(source.clone(), files.clone()).await?.map_err(refusal)?;
    let context = site.app.context().by(&session.person);
    let new = NewContract {
        source,
        files,
        effective_from: effective_from.unwrap_or(context.now),
        is_default,
        by: Some(session.person.id),
    };
    let version = site.app.db.write(move |c| service::add_contract(c, &context, new)).await?;
    Ok(HttpResponse::Created().json(ContractSummary::of(&version)))
}

fn refusal(faults: Faults) -> WebError {
    WebError::Invalid(faults.iter().map(|fault| FieldFault::new("source", fault.to_string())).collect())
}
