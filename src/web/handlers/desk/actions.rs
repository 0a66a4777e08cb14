//! The buttons of a ticket's page: each reads its form, calls one verb, and shows the ticket again.

use actix_web::{HttpRequest, HttpResponse, web};

use super::place::Place;
use crate::domain::{HeldReplyId, PersonId, TicketId};
use crate::service::{self, Context, ServiceError};
use crate::sla::{SeverityCode, Status};
use crate::store::Connection;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::{see_other, ticket_number};
use crate::web::input::Posted;
use crate::web::site::Site;

/// What every action is given: the path's number, the form, who asks.
struct Action {
    site: web::Data<Site>,
    session: Session,
    number: crate::domain::TicketNumber,
    version: Option<i64>,
    place: Place,
}

impl Action {
    fn new(
        site: web::Data<Site>,
        session: Session,
        request: &HttpRequest,
        posted: &Posted,
    ) -> Result<Self, WebError> {
        let number = ticket_number(request.match_info().query("number"))?;
        Ok(Self { site, session, number, version: posted.parse("version")?, place: Place::of(request) })
    }

    /// Calls the verb on the ticket of the path, and goes back to its page with what was done.
    async fn run<F, T>(self, done: &str, verb: F) -> Result<HttpResponse, WebError>
    where
        F: FnOnce(
                &mut Connection,
                &Context,
                &crate::domain::Person,
                TicketId,
                Option<i64>,
            ) -> Result<T, ServiceError>
            + Send
            + 'static,
    {
        let (context, person, viewer) =
            (self.site.app.context(), self.session.person.clone(), self.session.viewer());
        let (number, version) = (self.number, self.version);
        self.site
            .app
            .db
            .write(move |c| -> Result<(), WebError> {
                let ticket =
                    crate::store::ticket::find_by_number(c, viewer, number)?.ok_or(WebError::NotFound)?;
                verb(c, &context, &person, ticket.id, version)?;
                Ok(())
            })
            .await?;
        Ok(see_other(&self.place.address(&format!("/desk/tickets/{number}"), Some(done))))
    }
}

/// `POST /desk/tickets/{number}/acknowledge`.
///
/// # Errors
/// [`WebError`], as for every action here: not found, changed in the meantime, or not possible in its state.
pub async fn acknowledge(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let action = Action::new(site, session, &request, &posted)?;
    action.run("acknowledged", service::acknowledge).await
}

/// `POST /desk/tickets/{number}/assign`; an empty assignee is nobody.
///
/// # Errors
/// As [`acknowledge`].
pub async fn assign(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let assignee = posted.parse::<PersonId>("assignee")?;
    let action = Action::new(site, session, &request, &posted)?;
    action
        .run("assigned", move |c, cx, by, id, version| service::assign(c, cx, by, id, version, assignee))
        .await
}

/// `POST /desk/tickets/{number}/severity`, with the reason.
///
/// # Errors
/// As [`acknowledge`].
pub async fn severity(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let (to, reason) = (SeverityCode::new(posted.required::<String>("severity")?), posted.text("reason"));
    let action = Action::new(site, session, &request, &posted)?;
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
pub async fn dismiss(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let reason = posted.text("reason");
    let action = Action::new(site, session, &request, &posted)?;
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
pub async fn status(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let to = posted.required::<Status>("status")?;
    let action = Action::new(site, session, &request, &posted)?;
    action.run("status", move |c, cx, by, id, version| service::set_status(c, cx, by, id, version, to)).await
}

/// `POST /desk/tickets/{number}/take`: takes the open page.
///
/// # Errors
/// As [`acknowledge`].
pub async fn take(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let action = Action::new(site, session, &request, &posted)?;
    action.run("taken", |c, cx, by, id, _| service::take_page(c, cx, by, id)).await
}

/// `POST /desk/tickets/{number}/undo`: a reply that has not left is taken back into the form.
///
/// # Errors
/// As [`acknowledge`]; a conflict where it has left.
pub async fn undo(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let reply = posted.required::<HeldReplyId>("reply")?;
    let action = Action::new(site, session, &request, &posted)?;
    action.run("undone", move |c, cx, by, id, _| service::undo_reply(c, cx, by, id, reply)).await
}

/// `POST /desk/tickets/{number}/send-now`: a held reply leaves at once.
///
/// # Errors
/// As [`undo`].
pub async fn send_now(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let reply = posted.required::<HeldReplyId>("reply")?;
    let action = Action::new(site, session, &request, &posted)?;
    action.run("replied", move |c, cx, by, id, _| service::send_now(c, cx, by, id, reply)).await
}
