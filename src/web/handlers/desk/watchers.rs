//! Who reads along in a ticket, chosen on its page at the desk.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::actions::Action;
use super::ticket::Refused;
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::watchers;

/// `POST /desk/tickets/{number}/watchers`: adds whoever has this address.
///
/// # Errors
/// [`WebError`]: not found, closed. An address that is refused is shown again as typed.
pub async fn add(action: Action) -> Result<HttpResponse, WebError> {
    match watchers::add(&action.visit, action.number, &action.posted).await? {
        Ok(()) => Ok(action.back("watching")),
        Err(watcher) => {
            let refused = Refused { watcher: Some(watcher), ..Refused::default() };
            action.again(StatusCode::UNPROCESSABLE_ENTITY, refused).await
        }
    }
}

/// `POST /desk/tickets/{number}/watchers/remove`: takes one off.
///
/// # Errors
/// [`WebError`]: not found, or nobody chosen.
pub async fn remove(action: Action) -> Result<HttpResponse, WebError> {
    watchers::remove(&action.visit, action.number, &action.posted).await?;
    Ok(action.back("unwatched"))
}

/// The fault of an address, in words.
pub(super) fn first(faults: &[FieldFault]) -> Option<String> {
    faults.first().map(|fault| fault.message.clone())
}
