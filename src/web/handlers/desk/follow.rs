//! `POST /desk/tickets/{number}/follow` and `/unfollow`: whether the reader hears of a ticket.

use actix_web::{HttpRequest, HttpResponse, web};

use super::place::Place;
use crate::domain::Viewer;
use crate::service::{self, Following};
use crate::store;
use crate::web::error::WebError;
use crate::web::handlers::{see_other, ticket_number};
use crate::web::input::Posted;
use crate::web::visit::Visit;

/// From now on.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be written.
pub async fn follow(
    visit: Visit,
    request: HttpRequest,
    number: web::Path<String>,
    _: Posted,
) -> Result<HttpResponse, WebError> {
    set(&visit, &request, &number, Following::Begins, "following").await
}

/// No more.
///
/// # Errors
/// As [`follow`].
pub async fn unfollow(
    visit: Visit,
    request: HttpRequest,
    number: web::Path<String>,
    _: Posted,
) -> Result<HttpResponse, WebError> {
    set(&visit, &request, &number, Following::Ends, "unfollowed").await
}

async fn set(
    visit: &Visit,
    request: &HttpRequest,
    number: &str,
    following: Following,
    done: &str,
) -> Result<HttpResponse, WebError> {
    let number = ticket_number(number)?;
    let set = visit.write(move |c, cx, by| -> Result<_, WebError> {
        let ticket = store::ticket::find_by_number(c, Viewer::of(by), number)?.ok_or(WebError::NotFound)?;
        Ok(service::follow_ticket(c, cx, by, ticket.id, following)?)
    });
    set.await?;
    Ok(see_other(&Place::of(request).address(&format!("/desk/tickets/{number}"), Some(done))))
}
