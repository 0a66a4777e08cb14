//! `POST /api/v1/organizations`.

use actix_web::{HttpResponse, web};
use chrono_tz::Tz;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{OrganizationView, known_team};
use crate::domain::{Organization, TeamId};
use crate::service::{self, NewOrganization};
use crate::web::api::input::Given;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::site::Site;

/// A customer to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddedOrganization {
    /// The name, unique.
    pub name: String,
    /// The key of its agreement.
    pub contract: String,
    /// Mail domains whose senders belong to it.
    #[serde(default)]
    pub domains: Vec<String>,
    /// The zone of its people, an IANA name; without it, the agreement’s.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub time_zone: Option<Tz>,
    /// The team that works its tickets first.
    #[serde(default)]
    pub team_id: Option<TeamId>,
}

/// Add a customer
///
/// # Errors
/// 422 for a name or domain that is taken, or an agreement that is not in force.
#[utoipa::path(post, path = "/api/v1/organizations", tag = "people", request_body = AddedOrganization,
    responses((status = 201, description = "The customer", body = OrganizationView)))]
pub async fn add(
    site: web::Data<Site>,
    session: Session,
    body: Given<AddedOrganization>,
) -> Result<HttpResponse, WebError> {
    let (AddedOrganization { name, contract, domains, time_zone, team_id }, mut faults) = body.apart();
    let context = site.app.context().by(&session.person);
    let added = site.app.db.write(move |c| -> Result<Organization, WebError> {
        let team_id = faults.take(known_team(c, team_id), None)?;
        let new = NewOrganization { name, contract_key: contract, domains, time_zone, team_id };
        faults.settle(service::add_organization(c, &context, new))
    });
    Ok(HttpResponse::Created().json(OrganizationView::of(added.await?)))
}
