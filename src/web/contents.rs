//! Bytes from outside, for who may have them.

use super::error::WebError;
use crate::app::App;
use crate::domain::{ContentHash, Scanning, Withheld};
use crate::store::{self, Connection};
use crate::vault::Keyring;

/// Gives out bytes that nothing is known against.
pub struct Contents {
    keys: Keyring,
    scanning: Scanning,
}

impl Contents {
    /// As this installation does it.
    #[must_use]
    pub fn of(app: &App) -> Self {
        Self { keys: app.keys(), scanning: app.identity.scanning }
    }

    /// The bytes with this hash; `what` they are.
    ///
    /// # Errors
    /// [`WebError::Conflict`] for what is not found clean, in words; that there are none, or can't be read.
    pub fn bytes(&self, c: &mut Connection, what: &str, hash: &ContentHash) -> Result<Vec<u8>, WebError> {
        if let Some(why) = store::content_scan::withheld(c, self.scanning, &[hash])?.remove(hash) {
            return Err(WebError::Conflict(in_words(what, &why)));
        }
        self.unless_withheld(c, hash)?.ok_or_else(|| WebError::internal(format!("{what} has no bytes")))
    }

    /// The bytes with this hash; none where they are withheld, or gone.
    ///
    /// # Errors
    /// That they can't be read.
    pub fn unless_withheld(
        &self,
        c: &mut Connection,
        hash: &ContentHash,
    ) -> Result<Option<Vec<u8>>, WebError> {
        if !store::content_scan::withheld(c, self.scanning, &[hash])?.is_empty() {
            return Ok(None);
        }
        Ok(store::blob::get(c, &self.keys, hash)?)
    }
}

fn in_words(what: &str, why: &Withheld) -> String {
    match why {
        Withheld::Unchecked => {
            format!("This {what} is being checked for malware. Try again in a moment.")
        }
        Withheld::Infected(name) => format!(
            "This {what} is withheld: {name} was found in it. Ask its sender for a clean one; nothing of it was lost."
        ),
        Withheld::TooLarge => format!(
            "This {what} is withheld: it is too large to be checked for malware. Ask for it in smaller parts, or by another way."
        ),
    }
}
