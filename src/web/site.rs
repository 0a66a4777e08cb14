//! What every handler of the web part is given beside the application: keys, the hashing of passwords, what is made
//! from the settings once.

use super::auth::{Hashing, Keys};
use super::live::Hub;
use crate::app::App;
use crate::sla::Instant;

/// The web part of an installation. Cheap to clone.
#[derive(Clone)]
pub struct Site {
    /// The application.
    pub app: App,
    /// The keys of sessions and forms.
    pub keys: Keys,
    /// Where pages hear what changes.
    pub live: Hub,
    /// Hashes passwords, a few at a time.
    pub hashing: Hashing,
    /// Whether people reach the pages by HTTPS, so that cookies may never go without.
    pub is_secure: bool,
}

impl Site {
    /// The web part of an application.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self {
            keys: Keys::derive(&app.token_key),
            live: Hub::new(),
            hashing: Hashing::new(app.config.auth.breached_passwords.clone()),
            is_secure: app.config.public_url.starts_with("https://"),
            app,
        }
    }

    /// The one now of a request; read it once.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.app.clock.now()
    }
}
