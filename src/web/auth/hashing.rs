//! The hashing of passwords: off the event loop, a few at a time, and counted.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Semaphore;

use super::Password;
use crate::app::BreachedPasswords;
use crate::web::error::WebError;

/// How many passwords are hashed at once: each takes 19 MiB, so that this bounds the memory of a rush.
const AT_ONCE: usize = 4;

/// What is said of a password that cannot be chosen.
const BREACHED: &str =
    "This password was stolen somewhere else and is on lists that guessers use: choose another one.";

/// Hashes passwords. Cheap to clone; clones share the places and the count.
#[derive(Debug, Clone)]
pub struct Hashing {
    places: Arc<Semaphore>,
    computed: Arc<AtomicU64>,
    breached: Option<BreachedPasswords>,
}

impl Hashing {
    /// A place to hash passwords, of which these can't be chosen.
    #[must_use]
    pub fn new(breached: Option<BreachedPasswords>) -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE)), computed: Arc::default(), breached }
    }

    /// The hash of a password that somebody chose in a form's field. A list of stolen ones that can't be read keeps
    /// nobody out: the log and Health say so.
    ///
    /// # Errors
    /// [`WebError::Invalid`] for one that was stolen elsewhere, and as [`Hashing::hash`].
    pub async fn hash_chosen(&self, password: Password, field: &str) -> Result<String, WebError> {
        if let Some(breached) = self.breached.clone() {
            let chosen = password.clone();
            let is_known = tokio::task::spawn_blocking(move || chosen.is_among(&breached)).await;
            match is_known.map_err(WebError::internal)? {
                Ok(true) => return Err(WebError::field(field, BREACHED)),
                Ok(false) => {}
                Err(error) => {
                    tracing::error!(%error, "a password could not be compared with the stolen ones")
                }
            }
        }
        self.hash(password).await
    }

    /// The hash of a password.
    ///
    /// # Errors
    /// [`WebError::Internal`] where the machine has no memory or randomness left.
    pub async fn hash(&self, password: Password) -> Result<String, WebError> {
        self.run(move || password.hash()).await?.map_err(WebError::internal)
    }

    /// Whether this is the password behind a stored hash; without one it takes as long, and answers no.
    ///
    /// # Errors
    /// As [`Hashing::hash`].
    pub async fn matches(&self, password: Password, stored: Option<String>) -> Result<bool, WebError> {
        self.run(move || password.matches(stored.as_deref())).await
    }

    /// How many hashes were computed. An unknown account costs one like any other, so that time tells nothing.
    #[must_use]
    pub fn computed(&self) -> u64 {
        self.computed.load(Ordering::Relaxed)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, WebError> {
        let _place = self.places.acquire().await.map_err(WebError::internal)?;
        self.computed.fetch_add(1, Ordering::Relaxed);
        tokio::task::spawn_blocking(work).await.map_err(WebError::internal)
    }
}
