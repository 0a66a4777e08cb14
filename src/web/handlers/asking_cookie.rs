//! The cookie of a browser that has asked for a link to sign in with.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

use crate::domain::AskingSecret;
use crate::service::account;
use crate::web::site::Site;

/// The cookie that keeps the secret as long as the link is good.
#[must_use]
pub fn of(site: &Site, browser: &AskingSecret) -> Cookie<'static> {
    Cookie::build(name(site), browser.reveal().to_owned())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(site.is_secure)
        .max_age(Duration::seconds(account::SIGN_IN_LINK.num_seconds()))
        .finish()
}

/// The secret of this browser, if it asked for a link a moment ago.
#[must_use]
pub fn read(site: &Site, request: &HttpRequest) -> Option<AskingSecret> {
    AskingSecret::parse(request.cookie(name(site))?.value())
}

fn name(site: &Site) -> &'static str {
    if site.is_secure { "__Secure-punctual-asking" } else { "punctual-asking" }
}
