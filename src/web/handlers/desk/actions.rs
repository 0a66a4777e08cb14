//! The buttons of a ticket's page: each reads its form, calls one verb, and shows the ticket again.

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError};
use futures_util::future::LocalBoxFuture;

use super::place::Place;
use super::ticket::{Refused, answer};
use crate::domain::{HeldReplyId, Person, PersonId, Tag, TicketId, TicketNumber};
use crate::service::{self, Context, ServiceError};
use crate::sla::{SeverityCode, Status};
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::handlers::{see_other, ticket_number};
use crate::web::input::Posted;
use crate::web::ticket_data;
use crate::web::visit::Visit;

/// A button that was pressed on a ticket's page, with its form.
pub struct Action {
    pub(super) visit: Visit,
    pub(super) posted: Posted,
    pub(super) number: TicketNumber,
    version: Option<i64>,
    request: HttpRequest,
}

impl FromRequest for Action {
    type Error = WebError;
    type Future = LocalBoxFuture<'static, Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let visit = Visit::from_request(request, payload);
        let posted = Posted::from_request(request, payload);
        let (number, request) = (ticket_number(request.match_info().query("number")), request.clone());
        Box::pin(async move {
            let (visit, posted) = (visit.await?, posted.await?);
            Ok(Self { visit, number: number?, version: posted.parse("version")?, request, posted })
        })
    }
}

impl Action {
    /// Calls the verb on the ticket of the path, and goes back to its page with what was done, or why it was not.
    pub(super) async fn run<F, T>(self, done: &str, verb: F) -> Result<HttpResponse, WebError>
    where
        F: FnOnce(&mut Connection, &Context, &Person, TicketId, Option<i64>) -> Result<T, ServiceError>
            + Send
            + 'static,
    {
        match self.write(verb).await {
            Ok(()) => Ok(self.back(done)),
            Err(error) => self.refuse(error).await,
        }
    }

    /// Shows the ticket's page as it is now, with why nothing was done.
    async fn refuse(&self, error: WebError) -> Result<HttpResponse, WebError> {
        let status = error.status_code();
        let words = error.told_on_page()?;
        self.again(status, Refused { action: Some(words), ..Refused::default() }).await
    }

    /// Calls the verb on the ticket of the path.
    pub(super) async fn write<F, T, E>(&self, verb: F) -> Result<(), WebError>
    where
        F: FnOnce(&mut Connection, &Context, &Person, TicketId, Option<i64>) -> Result<T, E> + Send + 'static,
        WebError: From<E>,
    {
        let (viewer, number, version) = (self.visit.session.viewer(), self.number, self.version);
        let on_ticket = move |c: &mut Connection, cx: &Context, by: &Person| -> Result<(), WebError> {
            let ticket = store::ticket::find_by_number(c, viewer, number)?.ok_or(WebError::NotFound)?;
            verb(c, cx, by, ticket.id, version)?;
            Ok(())
        };
        self.visit.write::<_, WebError, _>(on_ticket).await
    }

    /// Goes back to the ticket's page with what was done.
    pub(super) fn back(&self, done: &str) -> HttpResponse {
        let page = format!("/desk/tickets/{}", self.number);
        see_other(&Place::of(&self.request).address(&page, Some(done)))
    }

    /// Shows the ticket's page again, with what was refused as it was typed.
    pub(super) async fn again(&self, status: StatusCode, refused: Refused) -> Result<HttpResponse, WebError> {
        let Self { visit, request, .. } = self;
        let data = ticket_data::load(&visit.site, &visit.session, self.number).await?;
        answer(&visit.site, &visit.session, request, status, data, refused, None).await
    }
}

/// `POST /desk/tickets/{number}/acknowledge`.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be used. As for every action here, what is not possible, or was asked
/// for on a page that is outdated, is told on the ticket's page.
pub async fn acknowledge(action: Action) -> Result<HttpResponse, WebError> {
    action.run("acknowledged", service::acknowledge).await
}

/// `POST /desk/tickets/{number}/assign`; an empty assignee is nobody.
///
/// # Errors
/// As [`acknowledge`].
pub async fn assign(action: Action) -> Result<HttpResponse, WebError> {
    let assignee = action.posted.parse::<PersonId>("assignee")?;
    action
        .run("assigned", move |c, cx, by, id, version| service::assign(c, cx, by, id, version, assignee))
        .await
}

/// `POST /desk/tickets/{number}/severity`, with the reason.
///
/// # Errors
/// As [`acknowledge`].
pub async fn severity(action: Action) -> Result<HttpResponse, WebError> {
    let (to, reason) =
        (SeverityCode::new(action.posted.required::<String>("severity")?), action.posted.text("reason"));
    action
        .run("severity", move |c, cx, by, id, version| {
            service::reclassify(c, cx, by, id, version, &to, &reason)
        })
        .await
}

/// `POST /desk/tickets/{number}/dismiss`: the suggestion is set aside.
///
/// # Errors
/// As [`acknowledge`].
pub async fn dismiss(action: Action) -> Result<HttpResponse, WebError> {
    let reason = action.posted.text("reason");
    action
        .run("dismissed", move |c, cx, by, id, version| {
            service::dismiss_suggestion(c, cx, by, id, version, &reason)
        })
        .await
}

/// `POST /desk/tickets/{number}/status`.
///
/// # Errors
/// As [`acknowledge`].
pub async fn status(action: Action) -> Result<HttpResponse, WebError> {
    let to = action.posted.required::<Status>("status")?;
    action.run("status", move |c, cx, by, id, version| service::set_status(c, cx, by, id, version, to)).await
}

/// `POST /desk/tickets/{number}/take`: takes the open page.
///
/// # Errors
/// As [`acknowledge`].
pub async fn take(action: Action) -> Result<HttpResponse, WebError> {
    action.run("taken", |c, cx, by, id, _| service::take_page(c, cx, by, id)).await
}

/// `POST /desk/tickets/{number}/undo`: a reply that has not left is taken back into the form.
///
/// # Errors
/// As [`acknowledge`]. Where it has left, that is told.
pub async fn undo(action: Action) -> Result<HttpResponse, WebError> {
    let reply = action.posted.required::<HeldReplyId>("reply")?;
    action.run("undone", move |c, cx, by, id, _| service::undo_reply(c, cx, by, id, reply)).await
}

/// `POST /desk/tickets/{number}/send-now`: a held reply leaves at once.
///
/// # Errors
/// As [`undo`].
pub async fn send_now(action: Action) -> Result<HttpResponse, WebError> {
    let reply = action.posted.required::<HeldReplyId>("reply")?;
    action.run("replied", move |c, cx, by, id, _| service::send_now(c, cx, by, id, reply)).await
}

/// `POST /desk/tickets/{number}/tags`: the tags that it shall bear, with commas between them.
///
/// # Errors
/// As [`acknowledge`]; what is no tag is shown again as typed.
pub async fn tags(action: Action) -> Result<HttpResponse, WebError> {
    let typed = action.posted.text("tags");
    let set = match Tag::parse_list(&typed) {
        Ok(tags) => {
            let verb = move |c: &mut Connection, cx: &Context, by: &Person, id, version| {
                service::set_tags(c, cx, by, id, version, tags)
            };
            action.write(verb).await
        }
        Err(fault) => Err(WebError::field("tags", fault)),
    };
    match set {
        Ok(()) => Ok(action.back("tagged")),
        Err(WebError::Invalid(faults)) => {
            let refused = Refused { tags: Some((typed, faults)), ..Refused::default() };
            action.again(StatusCode::UNPROCESSABLE_ENTITY, refused).await
        }
        Err(error) => Err(error),
    }
}
