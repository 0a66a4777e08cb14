//! `POST /api/v1/people`.

use actix_web::{HttpResponse, web};
use chrono_tz::Tz;
use serde::Deserialize;
use utoipa::ToSchema;

use super::PersonView;
use super::hash::hash;
use crate::domain::{EmailAddress, OrganizationId, Person, Role, TeamId};
use crate::service::{self, NewPerson};
use crate::store;
use crate::web::api::input::Given;
use crate::web::api::organizations::known_team;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::site::Site;

/// A person to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddedPerson {
    /// The address, unique among people.
    pub email: EmailAddress,
    /// The name.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// The customer: needed for a customer, refused for people of the provider.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
    /// The team of an agent.
    #[serde(default)]
    pub team_id: Option<TeamId>,
    /// The zone in which the person reads times, an IANA name; without it, the customer’s or the installation’s.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub time_zone: Option<Tz>,
    /// Whether notices of broken promises go to this person.
    #[serde(default)]
    pub receives_breach_notices: bool,
    /// At least twelve characters; a person without one can’t sign in.
    #[serde(default)]
    #[schema(format = Password)]
    pub password: Option<String>,
}

/// Add a person
///
/// Somebody who is known only from a mail is given the name, the role and the password.
///
/// # Errors
/// 422 for an address that is taken, a customer that doesn’t exist or doesn’t fit the role, a weak password.
#[utoipa::path(post, path = "/api/v1/people", tag = "people", request_body = AddedPerson,
    responses((status = 201, description = "The person", body = PersonView)))]
pub async fn add(
    site: web::Data<Site>,
    session: Session,
    body: Given<AddedPerson>,
) -> Result<HttpResponse, WebError> {
    let (added, mut faults) = body.apart();
    let password_hash = match &added.password {
        Some(password) => faults.take(hash(&site, password).await.map(Some), None)?,
        None => None,
    };
    let context = site.app.context().by(&session.person);
    let person = site.app.db.write(move |c| -> Result<Person, WebError> {
        let team_id = faults.take(known_team(c, added.team_id), None)?;
        let organization = match added.organization_id {
            Some(id) => store::organization::find(c, id)?.map(|found| found.name).ok_or_else(no_organization),
            None => Ok(String::new()),
        };
        let organization = Some(faults.take(organization, String::new())?).filter(|name| !name.is_empty());
        let new = NewPerson {
            email: added.email,
            name: added.name,
            role: added.role,
            organization,
            team_id,
            time_zone: added.time_zone,
            receives_breach_notices: added.receives_breach_notices,
            password_hash,
        };
        let person = service::add_person(c, &context, new).map_err(WebError::from);
        faults.settle(person.map_err(|error| error.at("organization", "organization_id")))
    });
    Ok(HttpResponse::Created().json(PersonView::of(person.await?)))
}

fn no_organization() -> WebError {
    WebError::field("organization_id", "There is no such customer.")
}
