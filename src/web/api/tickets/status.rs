//! `PUT /api/v1/tickets/{number}/status`.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::TicketView;
use super::change::change;
use crate::service;
use crate::sla::Status;
use crate::web::api::input::{Body, IfMatch};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::site::Site;

/// Where a ticket shall stand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStatus {
    /// The state.
    pub status: Status,
}

/// Set the status
///
/// Waiting on the customer pauses the update and resolve clocks; resolving stops all and tells the customer; closing is
/// final and follows resolving.
///
/// # Errors
/// 409 for a closed ticket, 422 for closing one that is not resolved.
#[utoipa::path(put, path = "/api/v1/tickets/{number}/status", tag = "tickets", request_body = NewStatus,
    params(("number" = i64, Path, description = "The ticket’s number"),
        ("If-Match" = Option<String>, Header, description = "The entity tag of the state that you know")),
    responses((status = 200, description = "The ticket afterwards", body = TicketView)))]
pub async fn set(
    site: web::Data<Site>,
    session: Session,
    number: web::Path<String>,
    if_match: IfMatch,
    body: Body<NewStatus>,
) -> Result<HttpResponse, WebError> {
    change(&site, &session, &number, if_match, move |on| {
        service::set_status(on.c, &on.context, &on.person, on.ticket, on.version, body.0.status)
    })
    .await
}
