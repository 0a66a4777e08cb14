//! Tokens with which a mail provider's webhook may hand in mail, and do nothing else.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::MailboxTokenId;
use crate::sla::Instant;

/// What every secret begins with, so that it is recognised wherever it turns up.
const PREFIX: &str = "pmail_";
/// How many random bytes it holds.
const RANDOM_BYTES: usize = 32;

/// A token as it is kept: without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxToken {
    /// The id.
    pub id: MailboxTokenId,
    /// What it is called; the way in has this name in the list of received mail.
    pub name: String,
    /// When it was made.
    pub created_at: Instant,
    /// Since when it is good for nothing.
    pub revoked_at: Option<Instant>,
}

/// The secret of a token. It is shown once; only its hash is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct MailboxSecret(String);

impl MailboxSecret {
    /// The secret made of these random bytes.
    #[must_use]
    pub fn from_random(bytes: [u8; RANDOM_BYTES]) -> Self {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Self(format!("{PREFIX}{hex}"))
    }

    /// Reads a secret; none if it can't be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix(PREFIX)?;
        let is_hex = hex.len() == 2 * RANDOM_BYTES && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hex.then(|| Self(text.to_owned()))
    }

    /// SHA-256 in hexadecimal. A secret of 256 random bits needs no salt, and no slow hash: there is nothing to guess.
    #[must_use]
    pub fn hash(&self) -> String {
        Sha256::digest(self.0.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The secret itself, to be shown once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for MailboxSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("MailboxSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::MailboxSecret;

    #[test]
    fn a_secret_is_read_back_and_never_printed_by_accident() {
        let secret = MailboxSecret::from_random([171; 32]);
        assert_eq!(MailboxSecret::parse(secret.reveal()), Some(secret.clone()));
        assert_ne!(secret.hash(), MailboxSecret::from_random([172; 32]).hash());
        assert!(!format!("{secret:?}").contains("abab"));
        for text in ["", "pmail_", "pmail_abab", &"a".repeat(70), &format!("pmail_{}", "é".repeat(32))] {
            assert_eq!(MailboxSecret::parse(text), None, "{text}");
        }
    }
}
