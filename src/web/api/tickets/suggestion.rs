//! `POST /api/v1/tickets/{number}/suggestion/dismissal`.

use actix_web::HttpResponse;
use serde::Deserialize;
use utoipa::ToSchema;

use super::TicketView;
use super::change::Change;
use crate::service;
use crate::web::api::input::Body;
use crate::web::error::WebError;

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
pub async fn dismiss(change: Change, body: Body<Dismissal>) -> Result<HttpResponse, WebError> {
    change
        .run(move |c, cx, by, id, version| {
            let reason = &body.0.reason;
            service::dismiss_suggestion(c, cx, by, id, version, reason)
        })
        .await
}
