//! `POST /api/v1/tickets/{number}/acknowledgement`.

use actix_web::HttpResponse;

use super::TicketView;
use super::change::Change;
use crate::service;
use crate::web::error::WebError;

/// Acknowledge a ticket
///
/// Says that somebody looks at it. It meets the response clock where the agreement counts acknowledgements.
///
/// # Errors
/// 409 for a closed ticket.
#[utoipa::path(post, path = "/api/v1/tickets/{number}/acknowledgement", tag = "tickets",
    params(("number" = i64, Path, description = "The ticket’s number"),
        ("If-Match" = Option<String>, Header, description = "The entity tag of the state that you know")),
    responses((status = 200, description = "The ticket afterwards", body = TicketView)))]
pub async fn acknowledge(change: Change) -> Result<HttpResponse, WebError> {
    change.run(service::acknowledge).await
}
