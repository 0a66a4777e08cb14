//! Who is signed in.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::names::NamedOrganization;
use crate::domain::{EmailAddress, Person, PersonId, Role, TeamId};
use crate::store::{self, StoreError};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::site::Site;

/// The person whose token was sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// The id.
    pub id: PersonId,
    /// The address.
    pub email: EmailAddress,
    /// The name as shown.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// The customer that the person belongs to; null for people of the provider.
    pub organization: Option<NamedOrganization>,
    /// The team of an agent.
    pub team_id: Option<TeamId>,
    /// The zone in which the person reads times, an IANA name.
    pub time_zone: String,
    /// Whether notices of broken promises go to this person.
    pub receives_breach_notices: bool,
}

impl Me {
    /// Reads what belongs to a person.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn load(site: &Site, person: Person) -> Result<Self, WebError> {
        let organization = match person.organization_id {
            Some(id) => {
                let found = site.app.db.read(move |c| store::organization::find(c, id)).await;
                found.map_err(|error: StoreError| WebError::from(error))?
            }
            None => None,
        };
        Ok(Self {
            id: person.id,
            email: person.email,
            name: person.name,
            role: person.role,
            organization: organization.as_ref().map(NamedOrganization::of),
            team_id: person.team_id,
            time_zone: person.time_zone.name().to_owned(),
            receives_breach_notices: person.receives_breach_notices,
        })
    }
}

/// Who am I?
///
/// # Errors
/// Those of the database.
#[utoipa::path(get, path = "/api/v1/me", tag = "sessions",
    responses((status = 200, description = "Who is signed in", body = Me)))]
pub async fn show(site: web::Data<Site>, session: Session) -> Result<HttpResponse, WebError> {
    Ok(HttpResponse::Ok().json(Me::load(&site, session.person).await?))
}
