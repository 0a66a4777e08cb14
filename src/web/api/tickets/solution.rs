//! `POST` and `DELETE /api/v1/tickets/{number}/solution`: the customer says that it is solved, or takes that back.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::TicketView;
use super::change::Change;
use crate::domain::MessageKind;
use crate::service::{self, NewMessage};
use crate::sla::Channel;
use crate::web::api::upload;
use crate::web::error::WebError;

/// A customer’s last words. With files, send `multipart/form-data` with the same field, and the files.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LastWords {
    /// The text; may be empty or left out.
    #[serde(default)]
    pub text: String,
}

/// Say that a ticket is solved
///
/// For customers. It is resolved on their word: every clock stops, and nothing counts as kept that was not.
///
/// # Errors
/// 409 for a ticket that is resolved or closed.
#[utoipa::path(post, path = "/api/v1/tickets/{number}/solution", tag = "tickets",
    request_body(content((LastWords = "application/json"), (LastWords = "multipart/form-data"))),
    params(("number" = i64, Path, description = "The ticket’s number"),
        ("If-Match" = Option<String>, Header, description = "The entity tag of the state that you know")),
    responses((status = 200, description = "The ticket afterwards", body = TicketView)))]
pub async fn say(
    change: Change,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, WebError> {
    let (given, files) = upload::read::<LastWords>(&request, payload).await?;
    let words = given.whole()?;
    let saying = move |c: &mut _, cx: &service::Context, by: &_, id, version| {
        let last_words = NewMessage {
            kind: MessageKind::Public,
            channel: Channel::Api,
            text: words.text,
            html: None,
            attachments: files,
            inbound_mail_id: None,
            received_at: cx.now,
        };
        service::solve_ticket(c, cx, by, id, version, last_words)
    };
    change.run(saying).await
}

/// Take back that a ticket is solved
///
/// For customers. It is open again, as by a reply: updates are owed from now on, and an answer or a solution that was still owed
/// counts on from where it stood.
///
/// # Errors
/// 409 for a ticket that is not resolved on a customer’s word.
#[utoipa::path(delete, path = "/api/v1/tickets/{number}/solution", tag = "tickets",
    params(("number" = i64, Path, description = "The ticket’s number"),
        ("If-Match" = Option<String>, Header, description = "The entity tag of the state that you know")),
    responses((status = 200, description = "The ticket afterwards", body = TicketView)))]
pub async fn take_back(change: Change) -> Result<HttpResponse, WebError> {
    change.run(service::unsolve_ticket).await
}
