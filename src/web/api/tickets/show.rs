//! `GET /api/v1/tickets/{number}`.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};

use super::TicketView;
use crate::domain::TicketNumber;
use crate::web::api::input::etag;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::ticket_number;
use crate::web::site::Site;
use crate::web::ticket_data;

/// Get a ticket
///
/// With its clocks as they stand, and its conversation. The entity tag is good for `If-Match` of a later change.
///
/// # Errors
/// 404 alike for a number that no ticket has, and for a ticket of somebody else.
#[utoipa::path(get, path = "/api/v1/tickets/{number}", tag = "tickets",
    params(("number" = i64, Path, description = "The ticket’s number")),
    responses((status = 200, description = "The ticket", body = TicketView, headers(("ETag" = String)))))]
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    number: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    answer(&site, &session, ticket_number(&number)?, StatusCode::OK).await
}

/// A ticket as an answer, with its entity tag.
///
/// # Errors
/// As [`show`].
pub(super) async fn answer(
    site: &Site,
    session: &Session,
    number: TicketNumber,
    status: StatusCode,
) -> Result<HttpResponse, WebError> {
    let data = ticket_data::load(site, session, number).await?;
    let view = TicketView::of(&data, session.person.role.is_staff(), site.now());
    Ok(HttpResponse::build(status).insert_header((header::ETAG, etag(view.version))).json(view))
}
