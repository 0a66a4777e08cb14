//! Who reads along in a ticket, chosen on its page at the desk.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::place::Place;
use super::ticket::{Refused, answer};
use crate::domain::{EmailAddress, PersonId};
use crate::service;
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::{see_other, ticket_number};
use crate::web::input::Posted;
use crate::web::ticket_data;
use crate::web::visit::Visit;

/// `POST /desk/tickets/{number}/watchers`: adds whoever has this address.
///
/// # Errors
/// [`WebError`]: not found, closed. An address that is refused is shown again as typed.
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
        Ok(_) => Ok(back(&request, number.0, "watching")),
        Err(WebError::Invalid(faults)) => {
            let refused = Refused { watcher: Some((typed, faults)), ..Refused::default() };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            answer(&visit.site, &visit.session, &request, status, data, refused, None).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /desk/tickets/{number}/watchers/remove`: takes one off.
///
/// # Errors
/// [`WebError`]: not found, or nobody chosen.
pub async fn remove(
    visit: Visit,
    request: HttpRequest,
    number: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let number = ticket_number(&number)?;
    let watcher: PersonId = posted.required("person")?;
    let data = ticket_data::load(&visit.site, &visit.session, number).await?;
    let ticket = data.ticket.id;
    visit.write(move |c, cx, by| service::remove_watcher(c, cx, by, ticket, watcher)).await?;
    Ok(back(&request, number.0, "unwatched"))
}

fn back(request: &HttpRequest, number: i64, done: &str) -> HttpResponse {
    see_other(&Place::of(request).address(&format!("/desk/tickets/{number}"), Some(done)))
}

/// The fault of an address, in words.
pub(super) fn first(faults: &[FieldFault]) -> Option<String> {
    faults.first().map(|fault| fault.message.clone())
}
