//! The token with which a program calls the API for a person.

use actix_web::dev::ServiceRequest;

use super::session::{Road, Session};
use super::{bearer, sign_in, throttle};
use crate::domain::{ApiSecret, ApiToken, Person, TokenScope};
use crate::sla::Instant;
use crate::store::{self, Connection, StoreError};
use crate::web::error::WebError;
use crate::web::input::client_address;
use crate::web::site::Site;

/// The secret that a request brings as its bearer, if it is one of an API token.
#[must_use]
pub fn secret(request: &ServiceRequest) -> Option<ApiSecret> {
    bearer(request).and_then(ApiSecret::parse)
}

/// Lets a program in for the person of its token, as the database has them now: revoking the token, disabling the
/// person or a new role holds from the next request on.
///
/// # Errors
/// [`WebError::SignInFirst`] for a token that is unknown, revoked, past its end or of somebody who may not sign in;
/// [`WebError::TooMany`] where too many of those came from one address; [`WebError::ReadOnly`] for a change by a
/// token that may only read; [`WebError::Unavailable`] without the database.
pub async fn admit(site: &Site, request: &ServiceRequest, secret: ApiSecret) -> Result<Session, WebError> {
    let now = site.now();
    let found = site.app.db.read(move |c| holder(c, &secret, now)).await?;
    let Some((person, token)) = found else { return Err(refuse(site, request).await) };
    if token.scope == TokenScope::Read && !request.method().is_safe() {
        return Err(WebError::ReadOnly);
    }
    if token.is_first_use_of_day(now) {
        let id = token.id;
        site.app.db.write(move |c| store::api_token::mark_used(c, id, now)).await?;
    }
    Ok(Session::by_token(person, token.id, Road::Bearer))
}

/// The person behind a token that is good.
fn holder(
    c: &mut Connection,
    secret: &ApiSecret,
    now: Instant,
) -> Result<Option<(Person, ApiToken)>, StoreError> {
    let Some(token) = store::api_token::find_by_secret(c, secret)?.filter(|token| token.is_good(now)) else {
        return Ok(None);
    };
    let person = store::person::find(c, token.person_id)?.filter(|person| person.is_active);
    Ok(person.map(|person| (person, token)))
}

/// Counts a token that opens nothing against the address that sent it.
async fn refuse(site: &Site, request: &ServiceRequest) -> WebError {
    let Some(address) = client_address(site, request.request()) else { return WebError::SignInFirst };
    match sign_in::count(site, vec![throttle::bad_tokens_from(address)]).await {
        Ok(()) => WebError::SignInFirst,
        Err(failure) => failure.into(),
    }
}
