//! The pages: view data and template of each, rendered by [`render`].

pub mod account;
pub mod admin;
pub mod desk;
pub mod error_page;
pub mod letter;
pub mod mailed_link;
pub mod manager;
pub mod portal;
pub mod sign_in;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::error::WebError;

/// Renders a page.
///
/// # Errors
/// [`WebError::Internal`] if the template fails, which no data of ours can cause.
pub fn render(page: &impl Template) -> Result<HttpResponse, WebError> {
    render_with(StatusCode::OK, page)
}

/// Renders a page with a status: a form that is shown again says 422.
///
/// # Errors
/// As [`render`].
pub fn render_with(status: StatusCode, page: &impl Template) -> Result<HttpResponse, WebError> {
    let text = page.render().map_err(WebError::internal)?;
    Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(text))
}
