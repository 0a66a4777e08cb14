//! Secrets of programs: random, recognisable by how they begin, shown once, and known afterwards by their hash alone.

use sha2::{Digest, Sha256};

/// How many random bytes a secret holds.
pub const SECRET_BYTES: usize = 32;

macro_rules! secret {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// The secret made of these random bytes.
            #[must_use]
            pub fn from_random(bytes: [u8; SECRET_BYTES]) -> Self {
                Self(format!("{}{}", $prefix, hexadecimal(&bytes)))
            }

            /// Reads a secret; none if it can't be one.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let digits = text.strip_prefix($prefix)?;
                let is_secret =
                    digits.len() == 2 * SECRET_BYTES && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
                is_secret.then(|| Self(text.to_owned()))
            }

            /// SHA-256 in hexadecimal. A secret of 256 random bits needs no salt, and no slow hash: there is nothing to
            /// guess.
            #[must_use]
            pub fn hash(&self) -> String {
                hexadecimal(&Sha256::digest(self.0.as_bytes()))
            }

            /// The secret itself, to be shown once.
            #[must_use]
            pub fn reveal(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}

secret! {
    /// The secret of an [`ApiToken`](super::ApiToken).
    ApiSecret = "papi_",
    /// The secret of a [`MailboxToken`](super::MailboxToken).
    MailboxSecret = "pmail_",
    /// What a browser keeps that asked for a [`Link`](super::Link) to sign in with.
    AskingSecret = "pask_",
    /// The key with which what is posted to a [`Webhook`](super::Webhook) is signed.
    WebhookSecret = "phook_",
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{ApiSecret, MailboxSecret};

    #[test]
    fn a_secret_holds_256_random_bits_and_is_never_printed_by_accident() {
        let secret = MailboxSecret::from_random([171; 32]);
        assert_eq!(secret.reveal(), format!("pmail_{}", "ab".repeat(32)));
        assert_eq!(MailboxSecret::parse(secret.reveal()), Some(secret.clone()));
        assert_ne!(secret.hash(), MailboxSecret::from_random([172; 32]).hash());
        assert!(!format!("{secret:?}").contains("abab"));
        for text in ["", "pmail_", "pmail_abab", &"a".repeat(70), &format!("pmail_{}", "é".repeat(32))] {
            assert_eq!(MailboxSecret::parse(text), None, "{text}");
        }
        assert_eq!(ApiSecret::parse(secret.reveal()), None, "one kind is not taken for another");
    }
}
