//! `GET /signin` and `POST /signin`.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::see_other;
use crate::service::account::Caller;
use crate::web::auth::{Credentials, Password, SignInFailure, SignedIn, browser, session, sign_in};
use crate::web::error::WebError;
use crate::web::input::{Posted, client_address, local_path, network_of};
use crate::web::pages::{render_with, sign_in::SignInPage};
use crate::web::site::Site;
use crate::web::view::{Area, Look, Shell};

/// Where to go afterwards.
#[derive(Debug, Default, Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}

/// Shows the form.
///
/// # Errors
/// None but our own.
pub async fn show(
    site: web::Data<Site>,
    request: HttpRequest,
    query: web::Query<Next>,
) -> Result<HttpResponse, WebError> {
    page(&site, &request, StatusCode::OK, None, String::new(), local_path(&query.next))
}

/// Signs in and goes on.
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
    let credentials = Credentials {
        email: email.clone(),
        password: Password::given(&posted.text("password")),
        device: request.cookie(device_name(&site)).map(|cookie| cookie.value().to_owned()),
        address: client_address(&site, &request),
    };
    let again = |status, words: &str| {
        page(&site, &request, status, Some(words.to_owned()), email.clone(), local_path(&next))
    };
    match sign_in::prove(&site, credentials).await {
        Ok(person) => {
            let signed_in = sign_in::begin(&site, person, caller(&site, &request)).await?;
            welcome(&site, &signed_in, local_path(&next))
        }
        Err(SignInFailure::Wrong) => {
            again(StatusCode::UNPROCESSABLE_ENTITY, "This email address and password do not fit together.")
        }
        Err(SignInFailure::Throttled(throttled)) => {
            let minutes = throttled.retry_after.num_minutes() + 1;
            let words = format!("Too many tries. Wait {minutes} minutes, then try again.");
            let mut response = again(StatusCode::TOO_MANY_REQUESTS, &words)?;
            let seconds = header::HeaderValue::from(throttled.retry_after.num_seconds().max(1));
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
            Ok(response)
        }
        Err(SignInFailure::Broken(error)) => Err(error),
    }
}

fn page(
    site: &Site,
    request: &HttpRequest,
    status: StatusCode,
    fault: Option<String>,
    email: String,
    next: &str,
) -> Result<HttpResponse, WebError> {
    let shell = Shell::anonymous(Look::of(request), site.now()).at(Area::Elsewhere, "Sign in");
    render_with(status, &SignInPage { shell, fault, email, next: next.to_owned() })
}

fn welcome(site: &Site, signed_in: &SignedIn, next: &str) -> Result<HttpResponse, WebError> {
    let mut response = see_other(next);
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
    Ok(response)
}

/// The browser, as its person will see it in the list of sessions.
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
