//! A password that somebody chooses, hashed.

use crate::web::auth::Password;
use crate::web::error::WebError;
use crate::web::site::Site;

/// Hashes off the event loop, a few at a time.
///
/// # Errors
/// [`WebError::Invalid`] naming `password` for a weak one.
pub(super) async fn hash(site: &Site, password: &str) -> Result<String, WebError> {
    let chosen = Password::choose(password).map_err(|weak| WebError::field("password", weak.to_string()))?;
    site.hashing.hash_chosen(chosen, "password").await
}
