//! The keys of the web part, each derived from the installation's one secret for one purpose.

use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Keys derived from the installation's secret. Whoever has the secret can sign in as anybody.
#[derive(Clone)]
pub struct Keys {
    session: [u8; 32],
    form: [u8; 32],
    device: [u8; 32],
    refresh: [u8; 32],
    pending: [u8; 32],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Keys(…)")
    }
}

impl Keys {
    /// Derives the keys. The same secret gives the same keys, so that sessions outlive a restart.
    #[must_use]
    pub fn derive(secret: &[u8]) -> Self {
        let key = |purpose: &str| mac(secret, &["punctual web key", purpose]);
        Self {
            session: key("session"),
            form: key("form"),
            device: key("device"),
            refresh: key("refresh"),
            pending: key("pending"),
        }
    }

    /// The key that signs session tokens.
    pub(super) fn session(&self) -> &[u8] {
        &self.session
    }

    /// The code that forms of a session carry.
    pub(super) fn form_code(&self, session_id: &str) -> [u8; 32] {
        mac(&self.form, &[session_id])
    }

    /// The code of a mark that the password was right.
    pub(super) fn pending_code(&self, name: &str) -> [u8; 32] {
        mac(&self.pending, &[name])
    }

    /// The code of a refresh token.
    pub(super) fn refresh_code(&self, name: &str) -> [u8; 32] {
        mac(&self.refresh, &[name])
    }

    /// The mark of a browser on which this account has signed in before.
    pub(super) fn device_code(&self, account: &str, nonce: &str) -> [u8; 32] {
        mac(&self.device, &[account, nonce])
    }
}

/// HMAC-SHA-256 over the parts, each with its length, so that no two lists of parts give the same bytes.
fn mac(key: &[u8], parts: &[&str]) -> [u8; 32] {
    // HMAC takes keys of any length, so this can't fail; an empty code would match no other.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().into()
}

/// Compares without telling by time where they differ.
pub(super) fn equal(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}
