//! Who a request is from, once its token is checked.

use std::future::{Ready, ready};

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::{Claims, LIFETIME_SECONDS, form_token};
use crate::domain::{Person, Viewer};
use crate::store::{self, Connection, StoreError};
use crate::web::error::WebError;
use crate::web::site::Site;

/// The road by which a token came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Road {
    /// A browser's cookie, which it also sends when another site asks for it: changes need the form's token.
    Cookie,
    /// The Authorization header (RFC 6750), which no other site can set.
    Bearer,
}

/// A session whose token was checked against the database in this request.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who is signed in, as the database has them now.
    pub person: Person,
    /// What the token says.
    pub claims: Claims,
    /// How it came.
    pub road: Road,
}

/// The session's cookie. Over HTTPS its name pins it to this host (RFC 6265bis section 4.1.3.2).
fn cookie_name(site: &Site) -> &'static str {
    if site.is_secure { "__Host-punctual" } else { "punctual" }
}

/// The cookie that carries a session's token.
#[must_use]
pub fn cookie(site: &Site, token: String) -> Cookie<'static> {
    Cookie::build(cookie_name(site), token)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(site.is_secure)
        .max_age(Duration::seconds(LIFETIME_SECONDS))
        .finish()
}

/// The cookie that makes a browser forget its session.
#[must_use]
pub fn no_cookie(site: &Site) -> Cookie<'static> {
    let mut gone = cookie(site, String::new());
    gone.set_max_age(Duration::ZERO);
    gone
}

/// The token of a request: the bearer's, or else the cookie's.
fn token(site: &Site, request: &ServiceRequest) -> Option<(String, Road)> {
    let authorization = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if let Some(value) = authorization {
        let (scheme, token) = value.split_once(' ')?;
        return scheme.eq_ignore_ascii_case("bearer").then(|| (token.trim().to_owned(), Road::Bearer));
    }
    request.cookie(cookie_name(site)).map(|cookie| (cookie.value().to_owned(), Road::Cookie))
}

/// Checks the token of a request, and asks the database whether the person may still sign in: a disabled account, a new
/// password or a sign-out everywhere ends the session with the next request.
///
/// # Errors
/// [`WebError::SignInFirst`] without a good token, [`WebError::Unavailable`] without the database.
pub async fn authenticate(site: &Site, request: &ServiceRequest) -> Result<Session, WebError> {
    let (token, road) = token(site, request).ok_or(WebError::SignInFirst)?;
    let claims = Claims::verify(&token, &site.keys, site.now()).map_err(|_| WebError::SignInFirst)?;
    let (id, generation) = (claims.sub, claims.generation);
    let found = site.app.db.read(move |c| current(c, id, generation)).await?;
    let person = found.ok_or(WebError::SignInFirst)?;
    Ok(Session { person, claims, road })
}

fn current(
    c: &mut Connection,
    id: crate::domain::PersonId,
    generation: i64,
) -> Result<Option<Person>, StoreError> {
    let Some(person) = store::person::find(c, id)?.filter(|person| person.is_active) else { return Ok(None) };
    Ok((store::person::token_generation(c, id)? == generation).then_some(person))
}

impl Session {
    /// What this person may see.
    #[must_use]
    pub fn viewer(&self) -> Viewer {
        Viewer::of(&self.person)
    }

    /// A token for this session's forms.
    #[must_use]
    pub fn form_token(&self, site: &Site) -> String {
        form_token::issue(&site.keys, &self.claims.sid)
    }

    /// Whether a form's token is of this session.
    #[must_use]
    pub fn owns_form(&self, site: &Site, token: &str) -> bool {
        form_token::is_valid(&site.keys, &self.claims.sid, token)
    }
}

impl FromRequest for Session {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    /// The session that the guard of the routes has checked.
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(request.extensions().get::<Self>().cloned().ok_or(WebError::SignInFirst))
    }
}
