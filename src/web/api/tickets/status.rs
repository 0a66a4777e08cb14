//! `PUT /api/v1/tickets/{number}/status`.

use actix_web::HttpResponse;
use serde::Deserialize;
use utoipa::ToSchema;

use super::TicketView;
use super::change::Change;
use crate::service;
use crate::sla::Status;
use crate::web::api::input::Body;
use crate::web::error::WebError;

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
pub async fn set(change: Change, body: Body<NewStatus>) -> Result<HttpResponse, WebError> {
    change.run(move |c, cx, by, id, version| service::set_status(c, cx, by, id, version, body.0.status)).await
}
