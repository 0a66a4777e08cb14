//! `POST /portal/tickets/{number}/escalate`: the customer asks for more attention.

use actix_web::{HttpRequest, HttpResponse, web};

use super::ticket::{Shown, answer};
use crate::service;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::{see_other, ticket_number};
use crate::web::input::Posted;
use crate::web::site::Site;
use crate::web::ticket_data;

/// Tells those whom the agreement names.
///
/// # Errors
/// [`WebError::NotFound`] alike for a missing ticket and another customer's; [`WebError::NotAllowed`] where the agreement
/// gives no such right.
pub async fn submit(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    number: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let number = ticket_number(&number)?;
    let data = ticket_data::load(&site, &session, number).await?;
    let (context, by, ticket) = (site.app.context(), session.person.clone(), data.ticket.id);
    let reason = posted.text("reason");
    let told = site
        .app
        .db
        .write(move |c| service::escalate(c, &context, &by, ticket, &reason).map_err(WebError::from))
        .await;
    match told {
        Ok(_) => Ok(see_other(&format!("/portal/tickets/{number}?done=escalated"))),
        Err(WebError::Invalid(faults)) => {
            let shown = Shown { reason: Some(posted.text("reason")), faults, ..Shown::default() };
            answer(&site, &session, &request, data, shown).await
        }
        Err(error) => Err(error),
    }
}
