//! `POST /api/v1/tickets/{number}/replies` and `/notes`.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::TicketView;
use super::change::Change;
use crate::domain::{MessageKind, Person};
use crate::service::{self, Context, NewAttachment, NewMessage};
use crate::sla::{Channel, Status};
use crate::store::Connection;
use crate::web::api::input::Body;
use crate::web::api::upload;
use crate::web::error::WebError;

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
    change: Change,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, WebError> {
    let (given, files) = upload::read::<NewReply>(&request, payload).await?;
    let new = given.whole()?;
    write(change, MessageKind::Public, new.text, files, new.status).await
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
pub async fn note(change: Change, body: Body<NewNote>) -> Result<HttpResponse, WebError> {
    write(change, MessageKind::Note, body.0.text, Vec::new(), None).await
}

async fn write(
    change: Change,
    kind: MessageKind,
    text: String,
    attachments: Vec<NewAttachment>,
    then: Option<Status>,
) -> Result<HttpResponse, WebError> {
    let writing = move |c: &mut Connection, cx: &Context, by: &Person, id, version| {
        let new = NewMessage {
            kind,
            channel: Channel::Api,
            text,
            html: None,
            attachments,
            inbound_mail_id: None,
            received_at: cx.now,
        };
        service::reply(c, cx, by, id, version, new, then)
    };
    change.create(writing).await
}
