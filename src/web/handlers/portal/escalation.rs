//! `POST /portal/tickets/{number}/escalate`: the customer asks for more attention.

use actix_web::{HttpRequest, HttpResponse, web};

use super::ticket::{Shown, answer, not_now};
use crate::service;
use crate::web::error::WebError;
use crate::web::handlers::{see_other, ticket_number};
use crate::web::input::Posted;
use crate::web::ticket_data;
use crate::web::visit::Visit;

/// Tells those whom the agreement names.
///
/// # Errors
/// [`WebError::NotFound`] alike for a missing ticket and another customer's; [`WebError::NotAllowed`] where the
/// agreement gives no such right.
pub async fn submit(
    visit: Visit,
    request: HttpRequest,
    number: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let number = ticket_number(&number)?;
    let data = ticket_data::load(&visit.site, &visit.session, number).await?;
    let (ticket, reason) = (data.ticket.id, posted.text("reason"));
    match visit.write(move |c, cx, by| service::escalate(c, cx, by, ticket, &reason)).await {
        Ok(_) => Ok(see_other(&format!("/portal/tickets/{number}?done=escalated"))),
        Err(WebError::Invalid(faults)) => {
            let shown = Shown { reason: Some(posted.text("reason")), faults, ..Shown::default() };
            answer(&visit.site, &visit.session, &request, data, shown).await
        }
        Err(WebError::Conflict(why)) => {
            not_now(&visit.site, &visit.session, &request, data, Shown::default(), why).await
        }
        Err(error) => Err(error),
    }
}
