//! `PUT /api/v1/organizations/{id}`.

use actix_web::HttpResponse;
use chrono_tz::Tz;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{OrganizationView, known_team};
use crate::domain::{Organization, OrganizationId, Person, TeamId};
use crate::service::{self, Context, OrganizationChange};
use crate::store::Connection;
use crate::web::api::input::{Given, required};
use crate::web::error::WebError;
use crate::web::visit::{PathId, Visit};

/// A customer as it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedOrganization {
    /// The name, unique.
    pub name: String,
    /// The key of its agreement; tickets keep the version that they were opened under.
    pub contract: String,
    /// Mail domains whose senders belong to it.
    pub domains: Vec<String>,
    /// The zone of its people, an IANA name.
    #[schema(value_type = String)]
    pub time_zone: Tz,
    /// The team that works its tickets first; null for none.
    #[serde(deserialize_with = "required")]
    #[schema(required = true)]
    pub team_id: Option<TeamId>,
}

/// Change a customer
///
/// # Errors
/// 404, and 422 as for a new one.
#[utoipa::path(put, path = "/api/v1/organizations/{id}", tag = "people", request_body = ChangedOrganization,
    params(("id" = OrganizationId, Path, description = "The customer’s id")),
    responses((status = 200, description = "The customer afterwards", body = OrganizationView)))]
pub async fn change(
    visit: Visit,
    PathId(id): PathId<OrganizationId>,
    body: Given<ChangedOrganization>,
) -> Result<HttpResponse, WebError> {
    let (ChangedOrganization { name, contract, domains, time_zone, team_id }, mut faults) = body.apart();
    let changing = move |c: &mut Connection, cx: &Context, by: &Person| -> Result<Organization, WebError> {
        let team_id = faults.take(known_team(c, team_id), None)?;
        let change = OrganizationChange { name, contract_key: contract, domains, time_zone, team_id };
        faults.settle(service::change_organization(c, cx, by, id, change))
    };
    Ok(HttpResponse::Ok().json(OrganizationView::of(visit.write(changing).await?)))
}
