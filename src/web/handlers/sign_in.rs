//! `GET /signin` and `POST /signin`.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::{Done, second_step, see_other};
use crate::service::account::{Caller, Throttled};
use crate::web::auth::second_step::{Need, need};
use crate::web::auth::{Credentials, Password, SignInFailure, SignedIn, browser, session, sign_in};
use crate::web::error::WebError;
use crate::web::input::{Posted, client_address, local_path, network_of};
use crate::web::pages::{render_with, sign_in::SignInPage};
use crate::web::site::Site;
use crate::web::view::{Area, Look, Shell};

/// Where to go afterwards.
#[derive(Debug, Default, Deserialize)]
pub struct Next {
    /// A path of ours, or anything.
    #[serde(default)]
    pub next: String,
}

/// Shows the form.
///
/// # Errors
/// None but our own.
pub async fn show(
    site: web::Data<Site>,
    request: HttpRequest,
    query: web::Query<Next>,
    done: web::Query<Done>,
) -> Result<HttpResponse, WebError> {
    let shell = Shell { done: done.sentence(), ..around(&site, &request) };
    page(&site, shell, StatusCode::OK, None, String::new(), local_path(&query.next))
}

fn around(site: &Site, request: &HttpRequest) -> Shell {
    Shell::anonymous(Look::of(request), site.now()).at(Area::Elsewhere, "Sign in")
}

/// Signs in and goes on, by way of the second step where one is needed.
///
/// # Errors
/// Only our own: a wrong password shows the form again.
pub async fn submit(
    site: web::Data<Site>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let email = posted.text("email");
    let next = posted.text("next");
    let next = local_path(&next);
    let credentials = Credentials {
        email: email.clone(),
        password: Password::given(&posted.text("password")),
        device: request.cookie(device_name(&site)).map(|cookie| cookie.value().to_owned()),
        address: client_address(&site, &request),
    };
    let again = |status, words: &str| {
        page(&site, around(&site, &request), status, Some(words.to_owned()), email.clone(), next)
    };
    match sign_in::prove(&site, credentials).await {
        Ok(person) => match need(&site, &person).await? {
            Need::Nothing => {
                let signed_in = sign_in::begin(&site, person, caller(&site, &request)).await?;
                welcome(&site, &signed_in, next)
            }
            Need::Code => second_step::ask(&site, &person, next).await,
            Need::Enrolment => second_step::enrol(&site, &person, next).await,
        },
        Err(SignInFailure::Wrong) => {
            again(StatusCode::UNPROCESSABLE_ENTITY, "This email address and password do not fit together.")
        }
        Err(SignInFailure::Throttled(throttled)) => {
            let mut response = again(StatusCode::TOO_MANY_REQUESTS, &too_many(throttled))?;
            let seconds = header::HeaderValue::from(throttled.retry_after.num_seconds().max(1));
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
            Ok(response)
        }
        Err(SignInFailure::Broken(error)) => Err(error),
    }
}

fn page(
    site: &Site,
    shell: Shell,
    status: StatusCode,
    fault: Option<String>,
    email: String,
    next: &str,
) -> Result<HttpResponse, WebError> {
    let has_links = site.app.config.auth.sign_in_links;
    render_with(status, &SignInPage { shell, fault, email, next: next.to_owned(), has_links })
}

/// Gives the browser its session, and sends it on.
///
/// # Errors
/// [`WebError::Internal`] for a cookie that can't be written.
pub fn welcome(site: &Site, signed_in: &SignedIn, next: &str) -> Result<HttpResponse, WebError> {
    let mut response = see_other(next);
    remember(site, signed_in, &mut response)?;
    Ok(response)
}

/// Gives the browser its session with any answer.
///
/// # Errors
/// As [`welcome`].
pub fn remember(site: &Site, signed_in: &SignedIn, response: &mut HttpResponse) -> Result<(), WebError> {
    let device = Cookie::build(device_name(site), signed_in.device.clone())
        .path("/signin")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(site.is_secure)
        .max_age(Duration::days(180))
        .finish();
    let [access, refresh] = session::cookies(site, &signed_in.tokens, site.now());
    for cookie in [access, refresh, device] {
        response.add_cookie(&cookie).map_err(WebError::internal)?;
    }
    Ok(())
}

/// What somebody is told who tried too often.
#[must_use]
pub fn too_many(throttled: Throttled) -> String {
    format!("Too many tries. Wait {} minutes, then try again.", throttled.retry_after.num_minutes() + 1)
}

/// The browser, as its person will see it in the list of sessions.
#[must_use]
pub fn caller(site: &Site, request: &HttpRequest) -> Caller {
    let header = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    Caller {
        browser: browser::name(header.unwrap_or_default()),
        address: client_address(site, request).map(network_of),
    }
}

fn device_name(site: &Site) -> &'static str {
    if site.is_secure { "__Secure-punctual-device" } else { "punctual-device" }
}
