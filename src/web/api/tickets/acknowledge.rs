//! `POST /api/v1/tickets/{number}/acknowledgement`.

use actix_web::{HttpResponse, web};

use super::TicketView;
use super::change::change;
use crate::service;
use crate::web::api::input::IfMatch;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::site::Site;

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
pub async fn acknowledge(
    site: web::Data<Site>,
    session: Session,
    number: web::Path<String>,
    if_match: IfMatch,
) -> Result<HttpResponse, WebError> {
    change(&site, &session, &number, if_match, |on| {
        service::acknowledge(on.c, &on.context, &on.person, on.ticket, on.version)
    })
    .await
}
