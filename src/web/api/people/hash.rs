//! A password that somebody chooses, hashed.

use actix_web::web;

use crate::web::auth::Password;
use crate::web::error::WebError;
use crate::web::site::Site;

/// Hashes off the event loop, a few at a time.
///
/// # Errors
/// [`WebError::Invalid`] naming `password` for a weak one.
pub(super) async fn hash(site: &Site, password: &str) -> Result<String, WebError> {
    let chosen = Password::choose(password).map_err(|weak| WebError::field("password", weak.to_string()))?;
    let _permit = site.hashing.acquire().await.map_err(WebError::internal)?;
    web::block(move || chosen.hash()).await.map_err(WebError::internal)?.map_err(WebError::internal)
}
