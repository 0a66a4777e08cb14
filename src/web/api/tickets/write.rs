//! `POST /api/v1/tickets/{number}/replies` and `/notes`.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::TicketView;
use super::change::change;
use crate::domain::MessageKind;
use crate::service::{self, NewAttachment, NewMessage};
use crate::sla::{Channel, Status};
use crate::web::api::input::{Body, IfMatch};
use crate::web::api::upload;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::site::Site;

/// A reply. With files, send `multipart/form-data` with the same fields, and the files.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReply {
    /// The text.
    pub text: String,
    /// The status to set in the same stroke. For the provider’s people.
    #[serde(default)]
    pub status: Option<Status>,
}

/// An internal note.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    /// The text.
    pub text: String,
}

/// Reply publicly
///
/// An agent’s reply meets the response clock, restarts the update clock, and is mailed to the requester. A customer’s
/// reply reopens a resolved ticket and resumes a waiting one.
///
/// # Errors
/// 409 for a closed ticket, 422 for an empty or endless text.
#[utoipa::path(post, path = "/api/v1/tickets/{number}/replies", tag = "tickets",
    request_body(content((NewReply = "application/json"), (NewReply = "multipart/form-data"))),
    params(("number" = i64, Path, description = "The ticket’s number"),
        ("If-Match" = Option<String>, Header, description = "The entity tag of the state that you know")),
    responses((status = 201, description = "The ticket afterwards", body = TicketView)))]
pub async fn reply(
    site: web::Data<Site>,
    session: Session,
    number: web::Path<String>,
    if_match: IfMatch,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, WebError> {
    let (new, files) = upload::read::<NewReply>(&request, payload).await?;
    write(&site, &session, &number, if_match, MessageKind::Public, new.text, files, new.status).await
}

/// Write an internal note
///
/// Customers never see it, and it changes no clock.
///
/// # Errors
/// 409 for a closed ticket, 422 for an empty or endless text.
#[utoipa::path(post, path = "/api/v1/tickets/{number}/notes", tag = "tickets", request_body = NewNote,
    params(("number" = i64, Path, description = "The ticket’s number"),
        ("If-Match" = Option<String>, Header, description = "The entity tag of the state that you know")),
    responses((status = 201, description = "The ticket afterwards", body = TicketView)))]
pub async fn note(
    site: web::Data<Site>,
    session: Session,
    number: web::Path<String>,
    if_match: IfMatch,
    body: Body<NewNote>,
) -> Result<HttpResponse, WebError> {
    write(&site, &session, &number, if_match, MessageKind::Note, body.0.text, Vec::new(), None).await
}

#[allow(clippy::too_many_arguments, reason = "each is a different thing, and both callers are above")]
async fn write(
    site: &Site,
    session: &Session,
    number: &str,
    if_match: IfMatch,
    kind: MessageKind,
    text: String,
    attachments: Vec<NewAttachment>,
    then: Option<Status>,
) -> Result<HttpResponse, WebError> {
    let mut answer = change(site, session, number, if_match, move |on| {
        let new = NewMessage {
            kind,
            channel: Channel::Api,
            text,
            html: None,
            attachments,
            inbound_mail_id: None,
            received_at: on.context.now,
        };
        service::reply(on.c, &on.context, &on.person, on.ticket, on.version, new, then)
    })
    .await?;
    *answer.status_mut() = StatusCode::CREATED;
    Ok(answer)
}
