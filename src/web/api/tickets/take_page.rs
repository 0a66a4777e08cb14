//! `POST /api/v1/tickets/{number}/page/take`.

use actix_web::{HttpResponse, web};

use super::TicketView;
use super::change::change;
use crate::service;
use crate::web::api::input::IfMatch;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::site::Site;

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
pub async fn take(
    site: web::Data<Site>,
    session: Session,
    number: web::Path<String>,
    if_match: IfMatch,
) -> Result<HttpResponse, WebError> {
    change(&site, &session, &number, if_match, |on| {
        service::take_page(on.c, &on.context, &on.person, on.ticket)
    })
    .await
}
