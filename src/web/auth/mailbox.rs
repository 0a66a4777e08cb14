//! The token of a mail provider's webhook: it hands in mail, and opens nothing else.

use actix_web::dev::ServiceRequest;
use actix_web::{HttpMessage, HttpRequest};

use super::bearer;
use crate::domain::{MailboxSecret, MailboxToken};
use crate::store;
use crate::web::error::WebError;
use crate::web::site::Site;

/// The secret that a request brings as its bearer, if it is one of a mailbox token.
#[must_use]
pub fn secret(request: &ServiceRequest) -> Option<MailboxSecret> {
    bearer(request).and_then(MailboxSecret::parse)
}

/// Checks a secret, and leaves its token where the handler finds it.
///
/// # Errors
/// [`WebError::SignInFirst`] for one that is unknown or revoked, [`WebError::Unavailable`] without the database.
pub async fn admit(site: &Site, request: &ServiceRequest, secret: MailboxSecret) -> Result<(), WebError> {
    let found = site.app.db.read(move |c| store::mailbox_token::find_by_secret(c, &secret)).await?;
    request.extensions_mut().insert(found.ok_or(WebError::SignInFirst)?);
    Ok(())
}

/// The token with which a request was let in; none if a person made it.
#[must_use]
pub fn token(request: &HttpRequest) -> Option<MailboxToken> {
    request.extensions().get::<MailboxToken>().cloned()
}
