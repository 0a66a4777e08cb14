//! Customers.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::Body;
use super::listed::Listed;
use crate::domain::{Organization, OrganizationId, TeamId};
use crate::service::{self, NewOrganization};
use crate::store::{self, StoreError};
use crate::web::error::WebError;
use crate::web::site::Site;

/// A customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganizationView {
    /// The id.
    pub id: OrganizationId,
    /// The name.
    pub name: String,
    /// The key of the agreement that its tickets are opened under.
    pub contract: String,
    /// Mail domains whose senders belong to it.
    pub domains: Vec<String>,
    /// The zone of its people, an IANA name.
    pub time_zone: String,
    /// The team that works its tickets first.
    pub team_id: Option<TeamId>,
    /// When it was added.
    pub created_at: DateTime<Utc>,
}

impl OrganizationView {
    fn of(organization: Organization) -> Self {
        Self {
            id: organization.id,
            name: organization.name,
            contract: organization.contract_key,
            domains: organization.domains,
            time_zone: organization.time_zone.name().to_owned(),
            team_id: organization.team_id,
            created_at: organization.created_at,
        }
    }
}

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

/// List customers
///
/// # Errors
/// Those of the database.
#[utoipa::path(get, path = "/api/v1/organizations", tag = "people",
    responses((status = 200, description = "Every customer, by name", body = Listed<OrganizationView>)))]
pub async fn list(site: web::Data<Site>) -> Result<HttpResponse, WebError> {
    let found = site.app.db.read(store::organization::list).await;
    let found: Vec<Organization> = found.map_err(|error: StoreError| WebError::from(error))?;
    Ok(HttpResponse::Ok().json(Listed::whole(found.into_iter().map(OrganizationView::of).collect())))
}

/// Add a customer
///
/// # Errors
/// 422 for a name or domain that is taken, or an agreement that is not in force.
#[utoipa::path(post, path = "/api/v1/organizations", tag = "people", request_body = AddedOrganization,
    responses((status = 201, description = "The customer", body = OrganizationView)))]
pub async fn add(site: web::Data<Site>, body: Body<AddedOrganization>) -> Result<HttpResponse, WebError> {
    let AddedOrganization { name, contract, domains, time_zone, team_id } = body.0;
    let new = NewOrganization { name, contract_key: contract, domains, time_zone, team_id };
    let context = site.app.context();
    let added = site.app.db.write(move |c| -> Result<Organization, WebError> {
        known_team(c, team_id)?;
        Ok(service::add_organization(c, &context, new)?)
    });
    Ok(HttpResponse::Created().json(OrganizationView::of(added.await?)))
}

/// Refuses a team that does not exist.
///
/// # Errors
/// [`WebError::Invalid`] naming `team_id`.
pub(super) fn known_team(c: &mut store::Connection, id: Option<TeamId>) -> Result<(), WebError> {
    let Some(id) = id else { return Ok(()) };
    match store::team::find(c, id)? {
        Some(_) => Ok(()),
        None => Err(WebError::field("team_id", "There is no such team.")),
    }
}
