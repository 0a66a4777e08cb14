//! `POST /desk/tickets/{number}/follow` and `/unfollow`: whether the reader hears of a ticket.

use actix_web::HttpResponse;

use super::actions::Action;
use crate::service::{self, Following};
use crate::web::error::WebError;

/// From now on.
///
/// # Errors
/// [`WebError::NotFound`], or that the database can't be written.
pub async fn follow(action: Action) -> Result<HttpResponse, WebError> {
    action.run("following", |c, cx, by, id, _| service::follow_ticket(c, cx, by, id, Following::Begins)).await
}

/// No more.
///
/// # Errors
/// As [`follow`].
pub async fn unfollow(action: Action) -> Result<HttpResponse, WebError> {
    action.run("unfollowed", |c, cx, by, id, _| service::follow_ticket(c, cx, by, id, Following::Ends)).await
}
