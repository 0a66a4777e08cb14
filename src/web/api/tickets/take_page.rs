//! `POST /api/v1/tickets/{number}/page/take`.

use actix_web::HttpResponse;

use super::TicketView;
use super::change::Change;
use crate::service;
use crate::web::error::WebError;

/// Take the page of a ticket
///
/// The chain stops climbing; a ticket that nobody has becomes yours. Taking it twice changes nothing.
///
/// # Errors
/// 412 for an outdated `If-Match`.
#[utoipa::path(post, path = "/api/v1/tickets/{number}/page/take", tag = "tickets",
    params(("number" = i64, Path, description = "The ticket’s number"),
        ("If-Match" = Option<String>, Header, description = "The entity tag of the state that you know")),
    responses((status = 200, description = "The ticket afterwards", body = TicketView)))]
pub async fn take(change: Change) -> Result<HttpResponse, WebError> {
    change.run(|c, cx, by, id, _| service::take_page(c, cx, by, id)).await
}
