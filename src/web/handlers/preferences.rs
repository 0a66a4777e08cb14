//! `POST /preferences`: how pages look, in two cookies that say nothing about the person.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::web::error::WebError;
use crate::web::input::{Posted, local_path};
use crate::web::site::Site;
use crate::web::view::{Density, Theme};

/// Keeps the choice and shows the same page again.
///
/// # Errors
/// As [`Posted`].
pub async fn set(
    site: web::Data<Site>,
    request: HttpRequest,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let mut response = super::see_other(&came_from(&request));
    let theme = posted.parse::<String>("theme")?.map(|word| ("theme", Theme::parse(&word).as_str()));
    let density = posted.parse::<String>("density")?.map(|word| ("density", Density::parse(&word).as_str()));
    for (name, word) in [theme, density].into_iter().flatten() {
        let cookie = Cookie::build(name, word)
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(site.is_secure)
            .max_age(Duration::days(365))
            .finish();
        response.add_cookie(&cookie).map_err(WebError::internal)?;
    }
    Ok(response)
}

/// The path of the page that the form was on.
fn came_from(request: &HttpRequest) -> String {
    let referer =
        request.headers().get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let path = referer.split_once("://").and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
    local_path(path.unwrap_or("/")).to_owned()
}
