//! Who reads along in a ticket, chosen in the portal by contacts who may.

use actix_web::{HttpRequest, HttpResponse, web};

use super::ticket::{Shown, answer};
use crate::domain::{EmailAddress, PersonId};
use crate::service;
use crate::web::error::WebError;
use crate::web::handlers::{see_other, ticket_number};
use crate::web::input::Posted;
use crate::web::ticket_data;
use crate::web::visit::Visit;

/// `POST /portal/tickets/{number}/watchers`: adds a colleague.
///
/// # Errors
/// [`WebError::NotFound`] alike for a missing ticket and another customer's; [`WebError::Forbidden`] without the right. An
/// address that is refused is shown again as typed.
pub async fn add(
    visit: Visit,
    request: HttpRequest,
    number: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let number = ticket_number(&number)?;
    let data = ticket_data::load(&visit.site, &visit.session, number).await?;
    let (typed, ticket) = (posted.text("email"), data.ticket.id);
    let added = match EmailAddress::parse(&typed) {
        Ok(email) => visit.write(move |c, cx, by| service::add_watcher(c, cx, by, ticket, &email)).await,
        Err(error) => Err(WebError::field("email", error.to_string())),
    };
    match added {
        Ok(_) => Ok(see_other(&format!("/portal/tickets/{number}?done=watching"))),
        Err(WebError::Invalid(faults)) => {
            let shown = Shown { watcher: Some((typed, faults)), ..Shown::default() };
            answer(&visit.site, &visit.session, &request, data, shown).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /portal/tickets/{number}/watchers/remove`: takes one off.
///
/// # Errors
/// As [`add`].
pub async fn remove(
    visit: Visit,
    number: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let number = ticket_number(&number)?;
    let watcher: PersonId = posted.required("person")?;
    let data = ticket_data::load(&visit.site, &visit.session, number).await?;
    let ticket = data.ticket.id;
    visit.write(move |c, cx, by| service::remove_watcher(c, cx, by, ticket, watcher)).await?;
    Ok(see_other(&format!("/portal/tickets/{number}?done=unwatched")))
}
