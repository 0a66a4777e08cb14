//! People: contacts of customers and people of the provider.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::input::{Body, Flag, Limit, Query};
use super::listed::Listed;
use super::organizations::known_team;
use crate::domain::{EmailAddress, OrganizationId, Person, PersonId, Role, TeamId};
use crate::service::{self, NewPerson};
use crate::store::person::PersonFilter;
use crate::store::{self, StoreError};
use crate::web::auth::Password;
use crate::web::error::WebError;
use crate::web::site::Site;

/// A person.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonView {
    /// The id.
    pub id: PersonId,
    /// The address.
    pub email: EmailAddress,
    /// The name.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// The customer that the person belongs to.
    pub organization_id: Option<OrganizationId>,
    /// The team of an agent.
    pub team_id: Option<TeamId>,
    /// The zone in which the person reads times, an IANA name.
    pub time_zone: String,
    /// Whether notices of broken promises go to this person.
    pub receives_breach_notices: bool,
    /// Whether the person may sign in.
    pub is_active: bool,
    /// When the person became known.
    pub created_at: DateTime<Utc>,
}

impl PersonView {
    fn of(person: Person) -> Self {
        Self {
            id: person.id,
            email: person.email,
            name: person.name,
            role: person.role,
            organization_id: person.organization_id,
            team_id: person.team_id,
            time_zone: person.time_zone.name().to_owned(),
            receives_breach_notices: person.receives_breach_notices,
            is_active: person.is_active,
            created_at: person.created_at,
        }
    }
}

/// Which people; every condition that is given must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct WantedPeople {
    /// With this role.
    role: Option<Role>,
    /// Of this customer.
    organization: Option<OrganizationId>,
    /// With this in the name or the address.
    text: Option<String>,
    /// Who may sign in, or who may not.
    #[param(value_type = Option<bool>)]
    active: Option<Flag>,
    /// Where the page begins: `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<EmailAddress>,
    /// Items a page, up to 200; 50 unless said otherwise.
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

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
    /// At least ten characters; a person without one can’t sign in.
    #[serde(default)]
    #[schema(format = Password)]
    pub password: Option<String>,
}

/// List people
///
/// # Errors
/// 422 for a parameter that doesn’t fit.
#[utoipa::path(get, path = "/api/v1/people", tag = "people", params(WantedPeople),
    responses((status = 200, description = "A page of people, by address", body = Listed<PersonView>)))]
pub async fn list(site: web::Data<Site>, query: Query<WantedPeople>) -> Result<HttpResponse, WebError> {
    let WantedPeople { role, organization, text, active, cursor, limit } = query.0;
    let filter = PersonFilter { role, organization, text, is_active: active.map(|flag| flag.0) };
    let limit = limit.get();
    let found = site.app.db.read(move |c| store::person::list(c, &filter, cursor.as_ref(), limit + 1)).await;
    let found: Vec<Person> = found.map_err(|error: StoreError| WebError::from(error))?;
    let page = Listed::page(found, limit, |person| person.email.to_string(), PersonView::of);
    Ok(HttpResponse::Ok().json(page))
}

/// Add a person
///
/// Somebody who is known only from a mail is given the name, the role and the password.
///
/// # Errors
/// 422 for an address that is taken, a customer that doesn’t exist or doesn’t fit the role, a weak password.
#[utoipa::path(post, path = "/api/v1/people", tag = "people", request_body = AddedPerson,
    responses((status = 201, description = "The person", body = PersonView)))]
pub async fn add(site: web::Data<Site>, body: Body<AddedPerson>) -> Result<HttpResponse, WebError> {
    let added = body.0;
    let password_hash = match &added.password {
        Some(password) => Some(hash(&site, password).await?),
        None => None,
    };
    let context = site.app.context();
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

/// Hashes off the event loop, a few at a time.
async fn hash(site: &Site, password: &str) -> Result<String, WebError> {
    let chosen = Password::choose(password).map_err(|weak| WebError::field("password", weak.to_string()))?;
    let _permit = site.hashing.acquire().await.map_err(WebError::internal)?;
    web::block(move || chosen.hash()).await.map_err(WebError::internal)?.map_err(WebError::internal)
}
