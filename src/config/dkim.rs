//! `[dkim]`: the key that signs our mail.

use std::path::PathBuf;

use super::raw::Raw;
use crate::mail::DkimSettings;

impl Raw {
    /// None where nothing of it is set: mail leaves unsigned.
    pub(super) fn dkim(&mut self) -> Option<DkimSettings> {
        if !self.has("dkim") {
            return None;
        }
        let domain = self.required("dkim.domain", "the domain that vouches for our mail");
        let selector = self.required("dkim.selector", "the name under which the public key is published");
        let key_file = self.required("dkim.key_file", "a file with the private key, RSA or Ed25519, in PEM");
        let settings =
            DkimSettings { domain: domain?, selector: selector?, key_file: PathBuf::from(key_file?) };
        for (path, name) in [("dkim.domain", &settings.domain), ("dkim.selector", &settings.selector)] {
            let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
            if !name.chars().all(fits) {
                return self.fault(path, "write a name as it stands in DNS, such as mail2026 or example.com");
            }
        }
        Some(settings)
    }
}
