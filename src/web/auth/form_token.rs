//! The token that every form of a session carries, so that no other site can post in its name.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::Rng;

use super::Keys;
use super::keys::equal;

/// The name of the form field.
pub const FIELD: &str = "form_token";

/// A token for a session's forms. It differs each time it is written (the code is masked by random bytes), so that
/// the compressed length of a page tells nothing about it.
#[must_use]
pub fn issue(keys: &Keys, session_id: &str) -> String {
    let mask: [u8; 32] = rand::rng().random();
    let masked = xor(keys.form_code(session_id), mask);
    URL_SAFE_NO_PAD.encode([mask, masked].concat())
}

/// Whether a token was issued to this session.
#[must_use]
pub fn is_valid(keys: &Keys, session_id: &str, token: &str) -> bool {
    let Ok(bytes) = URL_SAFE_NO_PAD.decode(token) else { return false };
    let Some((mask, masked)) = bytes.split_at_checked(32) else { return false };
    let (Ok(mask), Ok(masked)) = (<[u8; 32]>::try_from(mask), <[u8; 32]>::try_from(masked)) else {
        return false;
    };
    equal(&xor(masked, mask), &keys.form_code(session_id))
}

fn xor(mut one: [u8; 32], other: [u8; 32]) -> [u8; 32] {
    one.iter_mut().zip(other).for_each(|(byte, mask)| *byte ^= mask);
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_fits_its_session_only() {
        let keys = Keys::derive(b"secret");
        let token = issue(&keys, "one");
        assert_ne!(token, issue(&keys, "one"), "each page writes it differently");
        assert!(is_valid(&keys, "one", &token));
        assert!(!is_valid(&keys, "two", &token));
        assert!(!is_valid(&Keys::derive(b"other"), "one", &token));
        for wrong in ["", "AAAA", &token[1..], &"A".repeat(86)] {
            assert!(!is_valid(&keys, "one", wrong), "{wrong}");
        }
    }
}
