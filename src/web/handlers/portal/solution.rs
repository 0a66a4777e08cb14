//! `POST /portal/tickets/{number}/solve` and `/unsolve`: the customer says that it is solved, or takes that back.

use actix_web::{HttpRequest, HttpResponse, web};

use super::ticket::{message, refused};
use crate::domain::Person;
use crate::service::{self, Context, ServiceError};
use crate::store::Connection;
use crate::web::error::WebError;
use crate::web::handlers::{see_other, ticket_number};
use crate::web::input::Posted;
use crate::web::ticket_data;
use crate::web::visit::Visit;

/// Resolves the ticket on its customer's word. What stands in the reply form goes with it.
///
/// # Errors
/// [`WebError::NotFound`] alike for a missing ticket and another customer's. Last words that are refused, as where it is
/// resolved already, are shown again as typed.
pub async fn solve(
    visit: Visit,
    request: HttpRequest,
    number: web::Path<String>,
    mut posted: Posted,
) -> Result<HttpResponse, WebError> {
    let number = ticket_number(&number)?;
    let data = ticket_data::load(&visit.site, &visit.session, number).await?;
    let (ticket, text, had_files) = (data.ticket.id, posted.text("text"), posted.has_files());
    let once = posted.once();
    let last_words = message(&visit.site, text.clone(), &mut posted);
    let solve = move |c: &mut Connection, cx: &Context, by: &Person| -> Result<(), ServiceError> {
        if service::is_first(c, cx, by, once.as_ref(), ticket)? {
            service::solve_ticket(c, cx, by, ticket, None, last_words)?;
        }
        Ok(())
    };
    match visit.write(solve).await {
        Ok(()) => Ok(see_other(&format!("/portal/tickets/{number}?done=solved"))),
        Err(error) => refused(&visit.site, &visit.session, &request, data, (text, had_files), error).await,
    }
}

/// Opens it again.
///
/// # Errors
/// As [`solve`].
pub async fn unsolve(
    visit: Visit,
    request: HttpRequest,
    number: web::Path<String>,
    _posted: Posted,
) -> Result<HttpResponse, WebError> {
    let number = ticket_number(&number)?;
    let data = ticket_data::load(&visit.site, &visit.session, number).await?;
    let ticket = data.ticket.id;
    match visit.write(move |c, cx, by| service::unsolve_ticket(c, cx, by, ticket, None)).await {
        Ok(_) => Ok(see_other(&format!("/portal/tickets/{number}?done=unsolved"))),
        Err(error) => {
            refused(&visit.site, &visit.session, &request, data, (String::new(), false), error).await
        }
    }
}
