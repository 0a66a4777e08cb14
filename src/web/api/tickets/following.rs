//! `PUT` and `DELETE /api/v1/tickets/{number}/following`.

use actix_web::HttpResponse;

use super::TicketView;
use super::change::Change;
use crate::service::{self, Following};
use crate::web::api::input::IfMatch;
use crate::web::error::WebError;

/// Follow a ticket
///
/// You are mailed what the customer writes, and that colleagues reply or write notes. Whoever is mentioned in a note
/// follows its ticket too.
///
/// # Errors
/// 404.
#[utoipa::path(put, path = "/api/v1/tickets/{number}/following", tag = "tickets",
    params(("number" = i64, Path, description = "The ticket’s number")),
    responses((status = 200, description = "The ticket", body = TicketView)))]
pub async fn begin(change: Change) -> Result<HttpResponse, WebError> {
    Change { if_match: IfMatch::Any, ..change }
        .run(|c, cx, by, id, _| service::follow_ticket(c, cx, by, id, Following::Begins))
        .await
}

/// Follow a ticket no more
///
/// # Errors
/// 404.
#[utoipa::path(delete, path = "/api/v1/tickets/{number}/following", tag = "tickets",
    params(("number" = i64, Path, description = "The ticket’s number")),
    responses((status = 200, description = "The ticket", body = TicketView)))]
pub async fn end(change: Change) -> Result<HttpResponse, WebError> {
    Change { if_match: IfMatch::Any, ..change }
        .run(|c, cx, by, id, _| service::follow_ticket(c, cx, by, id, Following::Ends))
        .await
}
