//! `POST /portal/tickets/{number}/rate`: the customer says how content they are.

use actix_web::{HttpRequest, HttpResponse, web};

use super::ticket::{Shown, answer};
use crate::domain::Verdict;
use crate::service;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::{see_other, ticket_number};
use crate::web::input::Posted;
use crate::web::site::Site;
use crate::web::ticket_data;

/// Keeps what is said.
///
/// # Errors
/// [`WebError::NotFound`] alike for a missing ticket and another customer's; [`WebError::Conflict`] for one that is open.
pub async fn submit(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    number: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let number = ticket_number(&number)?;
    let data = ticket_data::load(&site, &session, number).await?;
    let verdict: Verdict = posted.required("verdict")?;
    let (context, by, ticket) = (site.app.context(), session.person.clone(), data.ticket.id);
    let comment = posted.text("comment");
    let said = site
        .app
        .db
        .write(move |c| {
            service::rate_ticket(c, &context, &by, ticket, verdict, &comment).map_err(WebError::from)
        })
        .await;
    match said {
        Ok(_) => Ok(see_other(&format!("/portal/tickets/{number}?done=rated"))),
        Err(WebError::Invalid(faults)) => {
            let shown = Shown { comment: Some(posted.text("comment")), faults, ..Shown::default() };
            answer(&site, &session, &request, data, shown).await
        }
        Err(error) => Err(error),
    }
}
