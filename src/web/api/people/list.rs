//! `GET /api/v1/people` and `GET /api/v1/people/{id}`.

use actix_web::HttpResponse;
use serde::Deserialize;
use utoipa::IntoParams;

use super::PersonView;
use crate::domain::{EmailAddress, OrganizationId, PersonId, Role};
use crate::store::{self, person::PersonFilter};
use crate::web::api::input::{Flag, Limit, Query};
use crate::web::api::listed::Listed;
use crate::web::error::WebError;
use crate::web::visit::{PathId, Visit};

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

/// List people
///
/// # Errors
/// 422 for a parameter that doesn’t fit.
#[utoipa::path(get, path = "/api/v1/people", tag = "people", params(WantedPeople),
    responses((status = 200, description = "A page of people, by address", body = Listed<PersonView>)))]
pub async fn list(visit: Visit, query: Query<WantedPeople>) -> Result<HttpResponse, WebError> {
    let WantedPeople { role, organization, text, active, cursor, limit } = query.0;
    let filter = PersonFilter {
        role,
        organization,
        text,
        is_active: active.map(|flag| flag.0),
        ..PersonFilter::default()
    };
    let limit = limit.get();
    let reading = move |c: &mut _| Ok(store::person::list(c, &filter, cursor.as_ref(), limit + 1)?);
    let found = visit.read(reading).await?;
    let page = Listed::page(found, limit, |person| person.email.to_string(), PersonView::of);
    Ok(HttpResponse::Ok().json(page))
}

/// Get a person
///
/// # Errors
/// 404 for an id that nobody has.
#[utoipa::path(get, path = "/api/v1/people/{id}", tag = "people",
    params(("id" = PersonId, Path, description = "The person’s id")),
    responses((status = 200, description = "The person", body = PersonView)))]
pub async fn show(visit: Visit, PathId(id): PathId<PersonId>) -> Result<HttpResponse, WebError> {
    let person = visit.read(move |c| store::person::find(c, id)?.ok_or(WebError::NotFound)).await?;
    Ok(HttpResponse::Ok().json(PersonView::of(person)))
}
