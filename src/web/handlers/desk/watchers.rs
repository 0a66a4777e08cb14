//! Who reads along in a ticket, chosen on its page at the desk.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::actions::Action;
use super::ticket::Refused;
use crate::domain::{EmailAddress, PersonId};
use crate::service;
use crate::web::error::{FieldFault, WebError};

/// `POST /desk/tickets/{number}/watchers`: adds whoever has this address.
///
/// # Errors
/// [`WebError`]: not found, closed. An address that is refused is shown again as typed.
pub async fn add(action: Action) -> Result<HttpResponse, WebError> {
    let typed = action.posted.text("email");
    let added = match EmailAddress::parse(&typed) {
        Ok(email) => action.write(move |c, cx, by, id, _| service::add_watcher(c, cx, by, id, &email)).await,
        Err(error) => Err(WebError::field("email", error.to_string())),
    };
    match added {
        Ok(()) => Ok(action.back("watching")),
        Err(WebError::Invalid(faults)) => {
            let refused = Refused { watcher: Some((typed, faults)), ..Refused::default() };
            action.again(StatusCode::UNPROCESSABLE_ENTITY, refused).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /desk/tickets/{number}/watchers/remove`: takes one off.
///
/// # Errors
/// [`WebError`]: not found, or nobody chosen.
pub async fn remove(action: Action) -> Result<HttpResponse, WebError> {
    let watcher: PersonId = action.posted.required("person")?;
    action.run("unwatched", move |c, cx, by, id, _| service::remove_watcher(c, cx, by, id, watcher)).await
}

/// The fault of an address, in words.
pub(super) fn first(faults: &[FieldFault]) -> Option<String> {
    faults.first().map(|fault| fault.message.clone())
}
