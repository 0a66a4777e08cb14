//! Who reads along in a ticket, chosen in the portal by contacts who may.

use actix_web::{HttpRequest, HttpResponse, web};

use super::ticket::{Shown, answer};
use crate::web::error::WebError;
use crate::web::handlers::{see_other, ticket_number, watchers};
use crate::web::input::Posted;
use crate::web::ticket_data;
use crate::web::visit::Visit;

/// `POST /portal/tickets/{number}/watchers`: adds a colleague.
///
/// # Errors
/// [`WebError::NotFound`] alike for a missing ticket and another customer's; [`WebError::Forbidden`] without the right.
/// An address that is refused is shown again as typed.
pub async fn add(
    visit: Visit,
    request: HttpRequest,
    number: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let number = ticket_number(&number)?;
    match watchers::add(&visit, number, &posted).await? {
        Ok(()) => Ok(see_other(&format!("/portal/tickets/{number}?done=watching"))),
        Err(watcher) => {
            let data = ticket_data::load(&visit.site, &visit.session, number).await?;
            let shown = Shown { watcher: Some(watcher), ..Shown::default() };
            answer(&visit.site, &visit.session, &request, data, shown).await
        }
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
    watchers::remove(&visit, number, &posted).await?;
    Ok(see_other(&format!("/portal/tickets/{number}?done=unwatched")))
}
