//! `GET /api/v1/contracts/{key}`.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::TermsView;
use super::agreement::agreement;
use super::list::{ContractSummary, visible};
use crate::store;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::site::Site;

/// An agreement.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContractView {
    /// The version in force.
    #[serde(flatten)]
    pub summary: ContractSummary,
    /// What the engine makes of it.
    pub terms: TermsView,
    /// The whole contract file as a document: every number of the agreement is in it.
    #[schema(value_type = Object)]
    pub agreement: Value,
    /// What only the provider’s people are sent; left out for customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub internal: Option<ContractFile>,
}

/// The contract as it is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContractFile {
    /// The contract file as it was given (TOML).
    pub source: String,
    /// The names of the calendar files that came with it.
    pub files: Vec<String>,
    /// Every version, those that are not in force included, the first one first.
    pub versions: Vec<ContractSummary>,
}

/// Get an agreement
///
/// # Errors
/// 404 alike for a key that no agreement has, and for the agreement of somebody else.
#[utoipa::path(get, path = "/api/v1/contracts/{key}", tag = "contracts",
    params(("key" = String, Path, description = "The agreement’s key")),
    responses((status = 200, description = "The version in force", body = ContractView)))]
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    key: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (viewer, now) = (session.viewer(), site.now());
    let (contracts, key) = (site.app.contracts.clone(), key.into_inner());
    let view = site.app.db.read(move |c| -> Result<ContractView, WebError> {
        let found = visible(c, viewer, now)?.into_iter().find(|version| version.key == key);
        let version = found.ok_or(WebError::NotFound)?;
        let contract = contracts.get(c, version.id)?;
        let versions = store::contract::list_versions(c, &version.key)?;
        Ok(ContractView {
            summary: ContractSummary::of(&version),
            terms: TermsView::of(&contract),
            agreement: agreement(&version.source, viewer.is_staff()),
            internal: viewer.is_staff().then(|| ContractFile {
                source: version.source,
                files: version.files.into_keys().collect(),
                versions: versions.iter().map(ContractSummary::of).collect(),
            }),
        })
    });
    Ok(HttpResponse::Ok().json(view.await?))
}
