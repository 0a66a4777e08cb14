//! `PUT` and `DELETE /api/v1/tickets/{number}/following`.

use actix_web::{HttpResponse, web};

use super::TicketView;
use super::change::change;
use crate::service::{self, Following};
use crate::web::api::input::IfMatch;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::site::Site;

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
pub async fn begin(
    site: web::Data<Site>,
    session: Session,
    number: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    change(&site, &session, &number, IfMatch::Any, |on| {
        service::follow_ticket(on.c, &on.context, &on.person, on.ticket, Following::Begins)
    })
    .await
}

/// Follow a ticket no more
///
/// # Errors
/// 404.
#[utoipa::path(delete, path = "/api/v1/tickets/{number}/following", tag = "tickets",
    params(("number" = i64, Path, description = "The ticket’s number")),
    responses((status = 200, description = "The ticket", body = TicketView)))]
pub async fn end(
    site: web::Data<Site>,
    session: Session,
    number: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    change(&site, &session, &number, IfMatch::Any, |on| {
        service::follow_ticket(on.c, &on.context, &on.person, on.ticket, Following::Ends)
    })
    .await
}
