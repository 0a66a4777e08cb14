//! `PUT /api/v1/tickets/{number}/assignee`.

use actix_web::HttpResponse;
use serde::Deserialize;
use utoipa::ToSchema;

use super::TicketView;
use super::change::Change;
use crate::domain::PersonId;
use crate::service;
use crate::web::api::input::{Body, required};
use crate::web::error::WebError;

/// Who shall work a ticket.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAssignee {
    /// The person of the provider; null for nobody.
    #[serde(deserialize_with = "required")]
    #[schema(required = true)]
    pub assignee_id: Option<PersonId>,
}

/// Assign a ticket
///
/// # Errors
/// 422 where the person is not an active one of the provider, 409 for a closed ticket.
#[utoipa::path(put, path = "/api/v1/tickets/{number}/assignee", tag = "tickets", request_body = NewAssignee,
    params(("number" = i64, Path, description = "The ticket’s number"),
        ("If-Match" = Option<String>, Header, description = "The entity tag of the state that you know")),
    responses((status = 200, description = "The ticket afterwards", body = TicketView)))]
pub async fn assign(change: Change, body: Body<NewAssignee>) -> Result<HttpResponse, WebError> {
    let assigning =
        change.run(move |c, cx, by, id, version| service::assign(c, cx, by, id, version, body.0.assignee_id));
    assigning.await.map_err(|error| error.at("assignee", "assignee_id"))
}
