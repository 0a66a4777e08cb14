//! `GET /api/v1/contracts`.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{ContractVersion, Viewer};
use crate::sla::Instant;
use crate::store::{self, Connection};
use crate::web::api::listed::Listed;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::site::Site;

/// The version of an agreement that is in force.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContractSummary {
    /// The stable key.
    pub key: String,
    /// The agreement’s name.
    pub name: String,
    /// The version’s number, from 1.
    pub version: i32,
    /// From when on new tickets are opened under it.
    pub effective_from: DateTime<Utc>,
}

impl ContractSummary {
    /// Names a version.
    #[must_use]
    pub fn of(version: &ContractVersion) -> Self {
        Self {
            key: version.key.clone(),
            name: version.name.clone(),
            version: version.number,
            effective_from: version.effective_from,
        }
    }
}

/// List agreements
///
/// The version in force of each; customers see their own.
///
/// # Errors
/// Those of the database.
#[utoipa::path(get, path = "/api/v1/contracts", tag = "contracts",
    responses((status = 200, description = "Every agreement that you may see", body = Listed<ContractSummary>)))]
pub async fn list(site: web::Data<Site>, session: Session) -> Result<HttpResponse, WebError> {
    let (viewer, now) = (session.viewer(), site.now());
    let versions = site.app.db.read(move |c| visible(c, viewer, now)).await?;
    Ok(HttpResponse::Ok().json(Listed::whole(versions.iter().map(ContractSummary::of).collect())))
}

/// The versions in force of the agreements that somebody may see.
///
/// # Errors
/// Those of the database.
pub(super) fn visible(
    c: &mut Connection,
    viewer: Viewer,
    now: Instant,
) -> Result<Vec<ContractVersion>, WebError> {
    let mut versions = store::contract::list_in_force(c, now)?;
    let own = match viewer {
        Viewer::Staff(_) => return Ok(versions),
        Viewer::Customer(_, id) => store::organization::find(c, id)?.map(|found| found.contract_key),
        Viewer::Stranger(_) => store::contract::default_key(c)?,
    };
    versions.retain(|version| Some(&version.key) == own.as_ref());
    Ok(versions)
}
