//! The mark that a browser keeps after a sign-in, so that guessing by others does not lock its owner out.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::Keys;
use super::keys::equal;

/// A new mark for a browser on which this account has signed in.
#[must_use]
pub fn issue(keys: &Keys, account: &str) -> String {
    let nonce = super::random::hex(16);
    let code = URL_SAFE_NO_PAD.encode(keys.device_code(&account.to_lowercase(), &nonce));
    format!("{nonce}.{code}")
}

/// The mark's own name, if it is ours and of this account.
#[must_use]
pub fn recognise<'a>(keys: &Keys, account: &str, mark: &'a str) -> Option<&'a str> {
    let (nonce, code) = mark.split_once('.')?;
    let given = URL_SAFE_NO_PAD.decode(code).ok()?;
    equal(&given, &keys.device_code(&account.to_lowercase(), nonce)).then_some(nonce)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_belongs_to_one_account() {
        let keys = Keys::derive(b"secret");
        let mark = issue(&keys, "Ann@x");
        assert!(recognise(&keys, "ann@x", &mark).is_some());
        assert!(recognise(&keys, "bob@x", &mark).is_none());
        assert!(recognise(&keys, "ann@x", "made.up").is_none());
    }
}
