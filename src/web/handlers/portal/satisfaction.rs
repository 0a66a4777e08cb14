//! `POST /portal/tickets/{number}/rate`: the customer says how content they are.

use actix_web::{HttpRequest, HttpResponse, web};

use super::ticket::{Shown, answer, not_now};
use crate::domain::Verdict;
use crate::service;
use crate::web::error::WebError;
use crate::web::handlers::{see_other, ticket_number};
use crate::web::input::Posted;
use crate::web::ticket_data;
use crate::web::visit::Visit;

/// Keeps what is said.
///
/// # Errors
/// [`WebError::NotFound`] alike for a missing ticket and another customer's. What was said of one that is open again stands in
/// the form for replies.
pub async fn submit(
    visit: Visit,
    request: HttpRequest,
    number: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let number = ticket_number(&number)?;
    let data = ticket_data::load(&visit.site, &visit.session, number).await?;
    let verdict: Verdict = posted.required("verdict")?;
    let (ticket, comment) = (data.ticket.id, posted.text("comment"));
    match visit.write(move |c, cx, by| service::rate_ticket(c, cx, by, ticket, verdict, &comment)).await {
        Ok(_) => Ok(see_other(&format!("/portal/tickets/{number}?done=rated"))),
        Err(WebError::Invalid(faults)) => {
            let shown = Shown { comment: Some(posted.text("comment")), faults, ..Shown::default() };
            answer(&visit.site, &visit.session, &request, data, shown).await
        }
        // It is open again: what they have to say is a reply now.
        Err(WebError::Conflict(why)) => {
            let shown = Shown { reply: posted.text("comment"), ..Shown::default() };
            not_now(&visit.site, &visit.session, &request, data, shown, why).await
        }
        Err(error) => Err(error),
    }
}
