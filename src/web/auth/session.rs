//! Who a request is from, once its token is checked.

use std::future::{Ready, ready};

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use chrono::TimeDelta;

use super::{Claims, Tokens, form_token, refresh_token};
use crate::domain::{ApiTokenId, Person, SessionId, SessionRecord, Viewer};
use crate::service::account::{RefreshGrace, Refreshed, refresh_session};
use crate::sla::Instant;
use crate::store::{self, Connection, StoreError};
use crate::web::error::WebError;
use crate::web::input::{client_address, network_of};
use crate::web::site::Site;

/// For how long a sign-in is proof enough for what asks for one anew.
pub const RECENT: TimeDelta = TimeDelta::minutes(10);

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
    /// How the token came.
    pub road: Road,
    proof: Proof,
}

/// By what somebody was let in.
#[derive(Debug, Clone)]
enum Proof {
    /// The access token of a session that they began themselves.
    Session(Claims),
    /// A token of the API: a program acts for them.
    Token(ApiTokenId),
}

/// A session, and the tokens that its browser has to be given because the old ones ran out.
pub struct Authenticated {
    /// The session.
    pub session: Session,
    /// New cookies, where the access token had run out.
    pub renewed: Option<Tokens>,
}

/// The cookies' names. Over HTTPS they pin them to this host (RFC 6265bis section 4.1.3.2).
fn names(site: &Site) -> [&'static str; 2] {
    match site.is_secure {
        true => ["__Host-punctual", "__Host-punctual-refresh"],
        false => ["punctual", "punctual-refresh"],
    }
}

/// The cookies that carry a session: the access token, and the refresh token that is exchanged when it runs out.
#[must_use]
pub fn cookies(site: &Site, tokens: &Tokens, now: Instant) -> [Cookie<'static>; 2] {
    let [access, refresh] = names(site);
    let left = |until: Instant| Duration::seconds((until - now).num_seconds());
    [
        cookie(site, access, tokens.access.clone(), left(tokens.access_expires_at)),
        cookie(site, refresh, tokens.refresh.clone(), left(tokens.refresh_expires_at)),
    ]
}

/// The cookies that make a browser forget its session.
#[must_use]
pub fn no_cookies(site: &Site) -> [Cookie<'static>; 2] {
    names(site).map(|name| cookie(site, name, String::new(), Duration::ZERO))
}

fn cookie(site: &Site, name: &'static str, value: String, age: Duration) -> Cookie<'static> {
    Cookie::build(name, value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(site.is_secure)
        .max_age(age)
        .finish()
}

/// Checks the token of a request, and asks the database whether the session still holds: ending it, disabling the
/// account, a new role or a new password end it with the next request, on every node.
///
/// # Errors
/// [`WebError::SignInFirst`] without a good token, [`WebError::Unavailable`] without the database.
pub async fn authenticate(site: &Site, request: &ServiceRequest) -> Result<Authenticated, WebError> {
    let authorization = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if let Some(value) = authorization {
        let (scheme, token) = value.split_once(' ').ok_or(WebError::SignInFirst)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(WebError::SignInFirst);
        }
        let session = by_access_token(site, token.trim(), Road::Bearer).await?;
        return Ok(Authenticated { session, renewed: None });
    }
    let [access, refresh] = names(site).map(|name| request.cookie(name));
    if let Some(access) = access
        && Claims::verify(access.value(), &site.keys, site.now()).is_ok()
    {
        let session = by_access_token(site, access.value(), Road::Cookie).await?;
        return Ok(Authenticated { session, renewed: None });
    }
    let refresh = refresh.ok_or(WebError::SignInFirst)?;
    by_refresh_cookie(site, request, refresh.value()).await
}

async fn by_access_token(site: &Site, token: &str, road: Road) -> Result<Session, WebError> {
    let now = site.now();
    let claims = Claims::verify(token, &site.keys, now).map_err(|_| WebError::SignInFirst)?;
    let asked = claims.clone();
    let found = site.app.db.read(move |c| holder(c, &asked, now)).await?;
    let person = found.ok_or(WebError::SignInFirst)?;
    Ok(Session { person, road, proof: Proof::Session(claims) })
}

/// The person behind a session that still holds.
fn holder(c: &mut Connection, claims: &Claims, now: Instant) -> Result<Option<Person>, StoreError> {
    let Some(session) = store::session::find(c, claims.sid)? else { return Ok(None) };
    let person = store::person::find(c, session.person_id)?.filter(|person| person.is_active);
    let Some(person) = person.filter(|person| person.id == claims.sub) else { return Ok(None) };
    let generation = store::person::token_generation(c, person.id)?;
    Ok(session.is_live(generation, now).then_some(person))
}

async fn by_refresh_cookie(
    site: &Site,
    request: &ServiceRequest,
    token: &str,
) -> Result<Authenticated, WebError> {
    let address = client_address(site, request.request()).map(network_of);
    let (session, person) = exchange(site, token, RefreshGrace::Browser, address).await?;
    let tokens = Tokens::issue(site, &session, person.role, site.now());
    let proof = Proof::Session(tokens.claims.clone());
    Ok(Authenticated { session: Session { person, road: Road::Cookie, proof }, renewed: Some(tokens) })
}

/// Exchanges a refresh token for the next rotation of its session.
///
/// # Errors
/// [`WebError::SignInFirst`] for one that is not ours or whose session is over; one that had been exchanged before ends
/// its session.
pub async fn exchange(
    site: &Site,
    token: &str,
    grace: RefreshGrace,
    address: Option<String>,
) -> Result<(SessionRecord, Person), WebError> {
    let (id, rotation) = refresh_token::read(&site.keys, token).ok_or(WebError::SignInFirst)?;
    let context = site.app.context();
    let job = move |c: &mut Connection| -> Result<Refreshed, WebError> {
        Ok(refresh_session(c, &context, id, rotation, grace, address.as_deref())?)
    };
    match site.app.db.write(job).await? {
        Refreshed::Goes(found) => Ok(*found),
        Refreshed::Over => Err(WebError::SignInFirst),
        Refreshed::Reused => {
            tracing::warn!(session = %id, "a refresh token was used twice: its session has been ended");
            Err(WebError::SignInFirst)
        }
    }
}

impl Session {
    /// A program with a token of the API, which acts for this person.
    #[must_use]
    pub fn by_token(person: Person, token: ApiTokenId, road: Road) -> Self {
        Self { person, road, proof: Proof::Token(token) }
    }

    /// The session that this person began themselves.
    ///
    /// # Errors
    /// [`WebError::NotAllowed`] for a program with a token of the API: it has none.
    pub fn in_person(&self) -> Result<SessionId, WebError> {
        match &self.proof {
            Proof::Session(claims) => Ok(claims.sid),
            Proof::Token(_) => Err(WebError::NotAllowed),
        }
    }

    /// Whether this person proved who they are within the last [`RECENT`], so that nobody else sits at their browser.
    ///
    /// # Errors
    /// [`WebError::NotAllowed`] for a program, [`WebError::Unavailable`] without the database.
    pub async fn is_recent(&self, site: &Site) -> Result<bool, WebError> {
        let (id, now) = (self.in_person()?, site.now());
        let found = site.app.db.read(move |c| Ok::<_, WebError>(store::session::find(c, id)?)).await?;
        Ok(found.is_some_and(|session| now - session.created_at < RECENT))
    }

    /// The token of the API with which a program acts for this person; none where they act themselves.
    #[must_use]
    pub fn token(&self) -> Option<ApiTokenId> {
        match &self.proof {
            Proof::Session(_) => None,
            Proof::Token(id) => Some(*id),
        }
    }

    /// What this person may see.
    #[must_use]
    pub fn viewer(&self) -> Viewer {
        Viewer::of(&self.person)
    }

    /// A token for this session's forms; empty for a program, which has none.
    #[must_use]
    pub fn form_token(&self, site: &Site) -> String {
        self.in_person().map_or_else(|_| String::new(), |id| form_token::issue(&site.keys, &id.to_string()))
    }

    /// Whether a form's token is of this session.
    #[must_use]
    pub fn owns_form(&self, site: &Site, token: &str) -> bool {
        self.in_person().is_ok_and(|id| form_token::is_valid(&site.keys, &id.to_string(), token))
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
