//! Merging, splitting and linking tickets.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::TicketView;
use super::change::Change;
use crate::domain::{MessageId, Relation, TicketNumber};
use crate::service;
use crate::web::api::input::Body;
use crate::web::error::WebError;
use crate::web::ticket_data::RelatedTicket;

/// Another ticket, and how this one stands to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RelatedView {
    /// How this one stands to it.
    pub relation: Relation,
    /// Its number.
    pub ticket: TicketNumber,
    /// What it is about.
    pub subject: String,
}

impl RelatedView {
    /// A link as its reader may know it.
    #[must_use]
    pub fn of((relation, other): &(Relation, RelatedTicket)) -> Self {
        Self { relation: *relation, ticket: other.number, subject: other.subject.clone() }
    }
}

/// Where a ticket shall go on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeInto {
    /// The other ticket’s number.
    pub into: TicketNumber,
}

/// A ticket that shall begin with messages of another.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SplitOff {
    /// What the new ticket is about.
    pub subject: String,
    /// The messages, the first of which is a public one of a customer.
    pub message_ids: Vec<MessageId>,
}

/// A link with another ticket.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkedTicket {
    /// How this ticket stands to the other: `related_to`, `causes` or `caused_by`.
    pub relation: Relation,
    /// The other ticket’s number.
    pub ticket: TicketNumber,
}

/// Merge a ticket into another
///
/// It is closed and its clocks stop, with nothing met; the other’s clocks stay as they are. Its messages stay in it.
/// Who reported or watched it reads along in the other, and answers to its mails arrive there.
///
/// # Errors
/// 409 for a closed ticket, 412 for an outdated `If-Match`, 422 for a ticket into which it can’t go.
#[utoipa::path(post, path = "/api/v1/tickets/{number}/merge", tag = "tickets", request_body = MergeInto,
    params(("number" = i64, Path, description = "The ticket’s number"),
        ("If-Match" = Option<String>, Header, description = "The entity tag of the state that you know")),
    responses((status = 200, description = "The merged ticket", body = TicketView)))]
pub async fn merge(change: Change, body: Body<MergeInto>) -> Result<HttpResponse, WebError> {
    change
        .run(move |c, cx, by, id, version| service::merge_tickets(c, cx, by, id, version, body.0.into))
        .await
}

/// Bring a merged ticket back
///
/// It stands as if it had never been merged: its clocks have counted on, and what fell due meanwhile is missed.
///
/// # Errors
/// 409 for a ticket that is not merged, 412 for an outdated `If-Match`.
#[utoipa::path(delete, path = "/api/v1/tickets/{number}/merge", tag = "tickets",
    params(("number" = i64, Path, description = "The ticket’s number"),
        ("If-Match" = Option<String>, Header, description = "The entity tag of the state that you know")),
    responses((status = 200, description = "The ticket afterwards", body = TicketView)))]
pub async fn unmerge(change: Change) -> Result<HttpResponse, WebError> {
    change.run(service::unmerge_ticket).await
}

/// Split messages off into a new ticket
///
/// The ticket keeps them too. The new one starts when its first message was received, with the severity that the ticket
/// had then. Merging it back undoes the split.
///
/// # Errors
/// 409 for a closed ticket, 412 for an outdated `If-Match`, 422 for a bad subject, and for messages that can’t begin a
/// ticket.
#[utoipa::path(post, path = "/api/v1/tickets/{number}/split", tag = "tickets", request_body = SplitOff,
    params(("number" = i64, Path, description = "The ticket’s number"),
        ("If-Match" = Option<String>, Header, description = "The entity tag of the state that you know")),
    responses((status = 201, description = "The new ticket", body = TicketView)))]
pub async fn split(change: Change, body: Body<SplitOff>) -> Result<HttpResponse, WebError> {
    let SplitOff { subject, message_ids } = body.0;
    change
        .create(move |c, cx, by, id, version| {
            service::split_ticket(c, cx, by, id, version, &subject, &message_ids)
        })
        .await
}

/// Link a ticket with another
///
/// # Errors
/// 422 for a number that no other ticket has, and for a relation that comes about by splitting alone.
#[utoipa::path(post, path = "/api/v1/tickets/{number}/links", tag = "tickets", request_body = LinkedTicket,
    params(("number" = i64, Path, description = "The ticket’s number")),
    responses((status = 200, description = "The ticket afterwards", body = TicketView)))]
pub async fn link(change: Change, body: Body<LinkedTicket>) -> Result<HttpResponse, WebError> {
    let LinkedTicket { relation, ticket } = body.0;
    change.run(move |c, cx, by, id, _| service::link_tickets(c, cx, by, id, relation, ticket)).await
}

/// Take a link back
///
/// # Errors
/// As for linking.
#[utoipa::path(post, path = "/api/v1/tickets/{number}/links/removal", tag = "tickets", request_body = LinkedTicket,
    params(("number" = i64, Path, description = "The ticket’s number")),
    responses((status = 200, description = "The ticket afterwards", body = TicketView)))]
pub async fn unlink(change: Change, body: Body<LinkedTicket>) -> Result<HttpResponse, WebError> {
    let LinkedTicket { relation, ticket } = body.0;
    change.run(move |c, cx, by, id, _| service::unlink_tickets(c, cx, by, id, relation, ticket)).await
}
