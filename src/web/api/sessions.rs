//! Signing in and out for programs: a short bearer token (RFC 6750), and a refresh token for the next one.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::Body;
use super::me::Me;
use crate::domain::{Person, SessionId, SessionRecord};
use crate::service::account::{self, RefreshGrace};
use crate::store::{self, Connection};
use crate::web::auth::second_step::{self, Need};
use crate::web::auth::{Credentials, Password, Session, SignInFailure, Tokens, session, sign_in};
use crate::web::error::WebError;
use crate::web::handlers::sign_in::caller;
use crate::web::input::{client_address, network_of};
use crate::web::site::Site;
use crate::web::visit::{PathId, Visit};

/// Who wants to sign in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSession {
    /// The address of the account.
    pub email: String,
    /// Its password.
    #[schema(format = Password)]
    pub password: String,
    /// The code of the second step, or a recovery code, where the account has one.
    #[serde(default)]
    pub code: Option<String>,
}

/// A token to be exchanged.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    /// The refresh token that came last.
    #[schema(format = Password)]
    pub refresh_token: String,
}

/// A session that has begun, or goes on.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// Send it with every request: `Authorization: Bearer <token>`.
    pub token: String,
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// When the token stops being good.
    pub expires_at: DateTime<Utc>,
    /// Exchange it for the next pair before it runs out. Each is good once: one that is sent twice ends the session.
    pub refresh_token: String,
    /// When the refresh token stops being good.
    pub refresh_expires_at: DateTime<Utc>,
    /// Who is signed in.
    pub me: Me,
}

/// A session in the list of one's own.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedSession {
    /// The id.
    pub id: SessionId,
    /// Whether this is the session that asks.
    pub is_current: bool,
    /// Which browser or program.
    pub browser: String,
    /// The network it was last seen in.
    pub network: Option<String>,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last renewed.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends if it is not used.
    pub ends_at: DateTime<Utc>,
}

/// One's own sessions.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionList {
    /// The latest first.
    pub items: Vec<ListedSession>,
}

/// Sign in
///
/// Too many wrong passwords in a row, for one account or from one address, are answered 429 with `Retry-After`.
///
/// # Errors
/// 401 for a wrong address or password; which of them is not said. 422 naming `code` where a second step is missing or
/// wrong.
#[utoipa::path(post, path = "/api/v1/sessions", tag = "sessions", request_body = NewSession,
    security(()), responses((status = 201, description = "Signed in", body = SessionView)))]
pub async fn begin(
    site: web::Data<Site>,
    request: HttpRequest,
    body: Body<NewSession>,
) -> Result<HttpResponse, WebError> {
    let credentials = Credentials {
        email: body.0.email,
        password: Password::given(&body.0.password),
        device: None,
        address: client_address(&site, &request),
    };
    let person = sign_in::prove(&site, credentials).await?;
    match second_step::need(&site, &person).await? {
        Need::Nothing => {}
        Need::Code => {
            let code =
                body.0.code.ok_or_else(|| WebError::field("code", "Send the code of the second step."))?;
            second_step::check(&site, &person, &code).await.map_err(wrong_code)?;
        }
        Need::Enrolment => return Err(WebError::field("code", NO_SECOND_STEP)),
    }
    let signed_in = sign_in::begin(&site, person, caller(&site, &request)).await?;
    let view = view(&site, signed_in.tokens, signed_in.person).await?;
    Ok(HttpResponse::Created().json(view))
}

/// Exchange a refresh token
///
/// A token that was exchanged before ends its session at once, since somebody has a copy of it.
///
/// # Errors
/// 401 where the session is over.
#[utoipa::path(post, path = "/api/v1/sessions/refresh", tag = "sessions", request_body = Refresh,
    security(()), responses((status = 200, description = "The next pair of tokens", body = SessionView)))]
pub async fn refresh(
    site: web::Data<Site>,
    request: HttpRequest,
    body: Body<Refresh>,
) -> Result<HttpResponse, WebError> {
    let address = client_address(&site, &request).map(network_of);
    let (record, person) =
        session::exchange(&site, &body.0.refresh_token, RefreshGrace::None, address).await?;
    let tokens = Tokens::issue(&site, &record, person.role, site.now());
    Ok(HttpResponse::Ok().json(view(&site, tokens, person).await?))
}

/// List one’s own sessions
///
/// # Errors
/// Those of the database.
#[utoipa::path(get, path = "/api/v1/sessions", tag = "sessions",
    responses((status = 200, description = "Every browser and program that is signed in", body = SessionList)))]
pub async fn list(site: web::Data<Site>, session: Session) -> Result<HttpResponse, WebError> {
    let current = session.in_person()?;
    let items = live(&site, &session).await?;
    let items = items.into_iter().map(|record| ListedSession::of(record, current)).collect();
    Ok(HttpResponse::Ok().json(SessionList { items }))
}

/// Sign out
///
/// Ends this session; others go on.
///
/// # Errors
/// Those of the database.
#[utoipa::path(delete, path = "/api/v1/sessions/current", tag = "sessions",
    responses((status = 204, description = "Signed out")))]
pub async fn end(site: web::Data<Site>, session: Session) -> Result<HttpResponse, WebError> {
    let (context, person, current) = (site.app.context(), session.person.id, session.in_person()?);
    site.app.db.write(move |c| account::sign_out(c, &context, person, current)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// End one of one’s own sessions
///
/// Whoever signed in more than ten minutes ago signs in again first.
///
/// # Errors
/// 403 after that time; 404 for one that is not one’s own, or has ended.
#[utoipa::path(delete, path = "/api/v1/sessions/{id}", tag = "sessions",
    params(("id" = SessionId, Path, description = "The session’s id")),
    responses((status = 204, description = "It is over")))]
pub async fn revoke(visit: Visit, PathId(id): PathId<SessionId>) -> Result<HttpResponse, WebError> {
    signed_in_lately(&visit.site, &visit.session).await?;
    visit.write(move |c, cx, by| account::end_session(c, cx, by.id, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// End all of one’s own sessions but this one
///
/// Whoever signed in more than ten minutes ago signs in again first.
///
/// # Errors
/// 403 after that time.
#[utoipa::path(delete, path = "/api/v1/sessions", tag = "sessions",
    responses((status = 204, description = "The others are over")))]
pub async fn revoke_others(site: web::Data<Site>, session: Session) -> Result<HttpResponse, WebError> {
    signed_in_lately(&site, &session).await?;
    let (context, person, current) = (site.app.context(), session.person.id, session.in_person()?);
    let job = move |c: &mut Connection| -> Result<(), WebError> {
        account::end_other_sessions(c, &context, person, current)?;
        Ok(())
    };
    site.app.db.write(job).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The sessions of whoever asks that hold now, the latest first.
///
/// # Errors
/// Those of the database.
pub async fn live(site: &Site, session: &Session) -> Result<Vec<SessionRecord>, WebError> {
    let (id, now) = (session.person.id, site.now());
    let job = move |c: &mut Connection| -> Result<_, WebError> {
        let generation = store::person::token_generation(c, id)?;
        let all = store::session::of_person(c, id)?;
        Ok(all.into_iter().filter(|record| record.is_live(generation, now)).collect())
    };
    site.app.db.read(job).await
}

/// Who has come into somebody's session shall not shut them out of the others.
async fn signed_in_lately(site: &Site, session: &Session) -> Result<(), WebError> {
    match session.is_recent(site).await? {
        true => Ok(()),
        false => Err(WebError::SignInAgain),
    }
}

async fn view(site: &Site, tokens: Tokens, person: Person) -> Result<SessionView, WebError> {
    Ok(SessionView {
        token: tokens.access,
        token_type: "Bearer",
        expires_at: tokens.access_expires_at,
        refresh_token: tokens.refresh,
        refresh_expires_at: tokens.refresh_expires_at,
        me: Me::load(site, person).await?,
    })
}

/// What a program is told whose role may not sign in without a second step.
const NO_SECOND_STEP: &str = "This role needs a second step: sign in on the pages once to set it up.";

fn wrong_code(failure: SignInFailure) -> WebError {
    match failure {
        SignInFailure::Wrong => WebError::field("code", "This code is not right, or was used before."),
        other => other.into(),
    }
}

impl ListedSession {
    fn of(record: SessionRecord, current: SessionId) -> Self {
        Self {
            id: record.id,
            is_current: record.id == current,
            ends_at: record.ends_at(),
            browser: record.browser,
            network: record.address,
            created_at: record.created_at,
            last_seen_at: record.rotated_at,
        }
    }
}
