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
use crate::web::api::input::Body;
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
    body: Body<AddedPerson>,
) -> Result<HttpResponse, WebError> {
    let added = body.0;
    let password_hash = match &added.password {
        Some(password) => Some(hash(&site, password).await?),
        None => None,
    };
    let context = site.app.context().by(&session.person);
    let person = site.app.db.write(move |c| -> Result<Person, WebError> {
        known_team(c, added.team_id)?;
        let organization = match added.organization_id {
            Some(id) => Some(store::organization::find(c, id)?.ok_or_else(no_organization)?.name),
            None => None,
        };
        let new = NewPerson {
            email: added.email,
            name: added.name,
            role: added.role,
            organization,
            team_id: added.team_id,
            time_zone: added.time_zone,
            receives_breach_notices: added.receives_breach_notices,
            password_hash,
        };
        Ok(service::add_person(c, &context, new)?)
    });
    Ok(HttpResponse::Created().json(PersonView::of(person.await?)))
}

fn no_organization() -> WebError {
    WebError::field("organization_id", "There is no such customer.")
}
