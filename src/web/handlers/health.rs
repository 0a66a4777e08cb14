//! Whether the process lives, and whether it can work.

use actix_web::{HttpResponse, web};

use crate::web::error::WebError;
use crate::web::site::Site;

/// `GET /healthz`: the process answers.
#[allow(clippy::unused_async, reason = "the router takes asynchronous handlers only")]
pub async fn live() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `GET /readyz`: the database answers too.
///
/// # Errors
/// [`WebError::Unavailable`] while it does not.
pub async fn ready(site: web::Data<Site>) -> Result<HttpResponse, WebError> {
    site.app.db.check().await.map_err(|error| WebError::Unavailable(error.to_string()))?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"))
}
