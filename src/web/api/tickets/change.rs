//! What every change of a ticket has in common: find it for who asks, compare versions, call the verb, answer with the
//! ticket.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, HttpResponse};

use super::show;
use crate::domain::{Person, Ticket, TicketId};
use crate::service::{Context, ServiceError};
use crate::store::{self, Connection};
use crate::web::api::input::IfMatch;
use crate::web::error::WebError;
use crate::web::handlers::ticket_number;
use crate::web::visit::Visit;

/// A request to change the ticket of its path.
pub struct Change {
    pub(super) visit: Visit,
    /// Read after the body: an answer that leaves one unread closes the connection, and what is no number shall look
    /// like a number that no ticket has.
    pub(super) number: String,
    /// The versions that the sender knows, if they said so.
    pub(super) if_match: IfMatch,
}

impl FromRequest for Change {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let visit = Visit::from_request(request, payload).into_inner();
        let if_match = IfMatch::from_request(request, payload).into_inner();
        let number = request.match_info().query("number").to_owned();
        ready(visit.and_then(|visit| Ok(Self { visit, number, if_match: if_match? })))
    }
}

impl Change {
    /// Changes the ticket by a verb, in one transaction, and answers with the ticket as it is afterwards.
    ///
    /// # Errors
    /// 404, 412 for an outdated `If-Match`, and those of the verb.
    pub(super) async fn run<F>(self, verb: F) -> Result<HttpResponse, WebError>
    where
        F: FnOnce(&mut Connection, &Context, &Person, TicketId, Option<i64>) -> Result<Ticket, ServiceError>
            + Send
            + 'static,
    {
        self.answer(StatusCode::OK, verb).await
    }

    /// The same for a verb that makes something, such as a message.
    ///
    /// # Errors
    /// As [`Change::run`].
    pub(super) async fn create<F>(self, verb: F) -> Result<HttpResponse, WebError>
    where
        F: FnOnce(&mut Connection, &Context, &Person, TicketId, Option<i64>) -> Result<Ticket, ServiceError>
            + Send
            + 'static,
    {
        self.answer(StatusCode::CREATED, verb).await
    }

    async fn answer<F>(self, status: StatusCode, verb: F) -> Result<HttpResponse, WebError>
    where
        F: FnOnce(&mut Connection, &Context, &Person, TicketId, Option<i64>) -> Result<Ticket, ServiceError>
            + Send
            + 'static,
    {
        let Self { visit, number, if_match } = self;
        let (viewer, number) = (visit.session.viewer(), ticket_number(&number)?);
        let changing = move |c: &mut Connection, cx: &Context, by: &Person| -> Result<Ticket, WebError> {
            let found = store::ticket::find_by_number(c, viewer, number)?.ok_or(WebError::NotFound)?;
            let version = if_match.check(found.version)?;
            Ok(verb(c, cx, by, found.id, version)?)
        };
        let ticket = visit.write(changing).await?;
        show::answer(&visit.site, &visit.session, ticket.number, status).await
    }
}
