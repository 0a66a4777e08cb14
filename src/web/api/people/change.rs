//! `PUT /api/v1/people/{id}`.

use actix_web::HttpResponse;
use chrono_tz::Tz;
use serde::Deserialize;
use utoipa::ToSchema;

use super::PersonView;
use crate::domain::{Person, PersonId, Role, TeamId};
use crate::service::{self, Context, PersonChange};
use crate::store::Connection;
use crate::web::api::input::{Given, required};
use crate::web::api::organizations::known_team;
use crate::web::error::WebError;
use crate::web::visit::{PathId, Visit};

/// A person as they shall be. The address stays: mails are matched by it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedPerson {
    /// The name.
    pub name: String,
    /// What the person may do; a contact of a customer never becomes staff, nor the other way round.
    pub role: Role,
    /// The team of an agent; null for none.
    #[serde(deserialize_with = "required")]
    #[schema(required = true)]
    pub team_id: Option<TeamId>,
    /// The zone in which the person reads times, an IANA name.
    #[schema(value_type = String)]
    pub time_zone: Tz,
    /// Whether notices of broken promises go to this person.
    pub receives_breach_notices: bool,
}

/// Change a person
///
/// A new role ends their sessions.
///
/// # Errors
/// 404, 422 for a role that does not fit, or where no administrator would be left.
#[utoipa::path(put, path = "/api/v1/people/{id}", tag = "people", request_body = ChangedPerson,
    params(("id" = PersonId, Path, description = "The person’s id")),
    responses((status = 200, description = "The person afterwards", body = PersonView)))]
pub async fn change(
    visit: Visit,
    PathId(id): PathId<PersonId>,
    body: Given<ChangedPerson>,
) -> Result<HttpResponse, WebError> {
    let (changed, mut faults) = body.apart();
    let changing = move |c: &mut Connection, cx: &Context, by: &Person| -> Result<Person, WebError> {
        let team_id = faults.take(known_team(c, changed.team_id), None)?;
        let ChangedPerson { name, role, time_zone, receives_breach_notices, .. } = changed;
        let change = PersonChange { name, role, team_id, time_zone, receives_breach_notices };
        faults.settle(service::change_person(c, cx, by, id, change))
    };
    Ok(HttpResponse::Ok().json(PersonView::of(visit.write(changing).await?)))
}
