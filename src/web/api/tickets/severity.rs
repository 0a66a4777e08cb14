//! `PUT /api/v1/tickets/{number}/severity`.

use actix_web::HttpResponse;
use serde::Deserialize;
use utoipa::ToSchema;

use super::TicketView;
use super::change::Change;
use crate::service;
use crate::sla::SeverityCode;
use crate::web::api::input::Body;
use crate::web::error::WebError;

/// A severity, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSeverity {
    /// The code in the ticket’s agreement.
    pub severity: SeverityCode,
    /// Why, in up to 1,000 characters; kept with the ticket.
    pub reason: String,
}

/// Change or confirm the severity
///
/// Promises accumulate: raising never buys time. Any suggestion is answered by it.
///
/// # Errors
/// 422 for a severity that the agreement doesn’t know or a missing reason, 409 for a closed ticket.
#[utoipa::path(put, path = "/api/v1/tickets/{number}/severity", tag = "tickets", request_body = NewSeverity,
    params(("number" = i64, Path, description = "The ticket’s number"),
        ("If-Match" = Option<String>, Header, description = "The entity tag of the state that you know")),
    responses((status = 200, description = "The ticket afterwards", body = TicketView)))]
pub async fn set(change: Change, body: Body<NewSeverity>) -> Result<HttpResponse, WebError> {
    let NewSeverity { severity, reason } = body.0;
    change
        .run(move |c, cx, by, id, version| service::reclassify(c, cx, by, id, version, &severity, &reason))
        .await
}
