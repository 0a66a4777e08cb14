//! What every handler of the web part is given beside the application: keys, the throttle, what is made from the settings once.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::auth::{Keys, Password, Throttle};
use super::error::WebError;
use crate::app::App;
use crate::sla::Instant;

/// How many passwords are hashed at once: each takes 19 MiB, so that this bounds the memory of a rush.
const HASHING_AT_ONCE: usize = 4;

/// The web part of an installation. Cheap to clone.
#[derive(Clone)]
pub struct Site {
    /// The application.
    pub app: App,
    /// The keys of sessions and forms.
    pub keys: Keys,
    /// Failed sign-ins.
    pub throttle: Arc<Throttle>,
    /// Bounds the hashing of passwords.
    pub hashing: Arc<Semaphore>,
    /// Whether people reach the pages by HTTPS, so that cookies may never go without.
    pub is_secure: bool,
}

impl Site {
    /// The web part of an application.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self {
            keys: Keys::derive(&app.token_key),
            throttle: Arc::default(),
            hashing: Arc::new(Semaphore::new(HASHING_AT_ONCE)),
            is_secure: app.config.public_url.starts_with("https://"),
            app,
        }
    }

    /// The one now of a request; read it once.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.app.clock.now()
    }

    /// The hash of a password that somebody chose: made off the event loop, a few at a time.
    ///
    /// # Errors
    /// Where the machine has no memory or randomness left.
    pub async fn hash(&self, password: Password) -> Result<String, WebError> {
        let _permit = self.hashing.acquire().await.map_err(WebError::internal)?;
        let hashed = actix_web::web::block(move || password.hash()).await.map_err(WebError::internal)?;
        hashed.map_err(WebError::internal)
    }
}
