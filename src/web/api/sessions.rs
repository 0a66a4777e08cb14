//! Signing in and out for programs: a bearer token (RFC 6750).

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::Body;
use super::me::Me;
use crate::web::auth::{Credentials, LIFETIME_SECONDS, Password, Session, SignInFailure, sign_in};
use crate::web::error::WebError;
use crate::web::site::Site;

/// Who wants to sign in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSession {
    /// The address of the account.
    pub email: String,
    /// Its password.
    #[schema(format = Password)]
    pub password: String,
}

/// A session that has begun.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// Send it with every request: `Authorization: Bearer <token>`.
    pub token: String,
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// When the token stops being good.
    pub expires_at: DateTime<Utc>,
    /// Who is signed in.
    pub me: Me,
}

/// Sign in
///
/// Too many wrong passwords in a row, for one account or from one address, are answered 429 with `Retry-After`.
///
/// # Errors
/// 401 for a wrong address or password; which of them is not said.
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
        address: request.peer_addr().map(|peer| peer.ip()),
    };
    let now = site.now();
    match sign_in(&site, credentials).await {
        Ok(signed_in) => {
            let expires_at = now + chrono::TimeDelta::seconds(LIFETIME_SECONDS);
            let me = Me::load(&site, signed_in.person).await?;
            let view = SessionView { token: signed_in.token, token_type: "Bearer", expires_at, me };
            Ok(HttpResponse::Created().json(view))
        }
        Err(SignInFailure::Wrong) => Err(WebError::WrongPassword),
        Err(SignInFailure::Throttled(throttled)) => {
            Err(WebError::TooMany { retry_after: throttled.retry_after.num_seconds().max(1) })
        }
        Err(SignInFailure::Broken(error)) => Err(error),
    }
}

/// Sign out
///
/// Ends every session of this person, on every device, because tokens can't be called back one by one.
///
/// # Errors
/// Those of the database.
#[utoipa::path(delete, path = "/api/v1/sessions/current", tag = "sessions",
    responses((status = 204, description = "Signed out")))]
pub async fn end(site: web::Data<Site>, session: Session) -> Result<HttpResponse, WebError> {
    let id = session.person.id;
    let ended = site.app.db.write(move |c| crate::store::person::bump_token_generation(c, id)).await;
    ended.map_err(|error: crate::store::StoreError| WebError::from(error))?;
    Ok(HttpResponse::NoContent().finish())
}
