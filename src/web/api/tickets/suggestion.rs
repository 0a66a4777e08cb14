//! `POST /api/v1/tickets/{number}/suggestion/dismissal`.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::TicketView;
use super::change::change;
use crate::service;
use crate::web::api::input::{Body, IfMatch};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::site::Site;

/// Why a suggestion is set aside.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Dismissal {
    /// Why, in up to 1,000 characters; kept with the ticket.
    #[serde(default)]
    pub reason: String,
}

/// Set the suggested severity aside
///
/// The severity stays as it is. To follow the suggestion, set the severity.
///
/// # Errors
/// 422 where nothing is suggested.
#[utoipa::path(post, path = "/api/v1/tickets/{number}/suggestion/dismissal", tag = "tickets",
    request_body = Dismissal,
    params(("number" = i64, Path, description = "The ticket’s number"),
        ("If-Match" = Option<String>, Header, description = "The entity tag of the state that you know")),
    responses((status = 200, description = "The ticket afterwards", body = TicketView)))]
pub async fn dismiss(
    site: web::Data<Site>,
    session: Session,
    number: web::Path<String>,
    if_match: IfMatch,
    body: Body<Dismissal>,
) -> Result<HttpResponse, WebError> {
    change(&site, &session, &number, if_match, move |on| {
        let reason = &body.0.reason;
        service::dismiss_suggestion(on.c, &on.context, &on.person, on.ticket, on.version, reason)
    })
    .await
}
