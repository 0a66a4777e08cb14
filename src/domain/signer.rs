//! Signatures on what leaves the house and comes back: links, Message-IDs, reply addresses.

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Signs short texts with the installation's key (HMAC-SHA-256, RFC 2104), cut to 128 bits as RFC 2104 section 5
/// allows.
#[derive(Clone)]
pub struct Signer {
    key: Vec<u8>,
}

/// What a signature is for, so that one made for a link is worth nothing in a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A link on which a page is taken.
    TakePage,
    /// A Message-ID of ours.
    MessageId,
    /// A reply address of a ticket.
    ReplyAddress,
    /// A link that is mailed to a person and good once.
    AccountLink,
    /// What is kept of a recovery code.
    RecoveryCode,
    /// The secret of an authenticator app.
    SecondStep,
    /// What a counter of tries is kept under.
    Throttle,
    /// A link on which a ticket is rated.
    RateTicket,
    /// The number that a link to sign in asks for in another browser.
    AskingNumber,
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::TakePage => b"take-page\0",
            Self::MessageId => b"message-id\0",
            Self::ReplyAddress => b"reply-address\0",
            Self::AccountLink => b"account-link\0",
            Self::RecoveryCode => b"recovery-code\0",
            Self::SecondStep => b"second-step\0",
            Self::Throttle => b"throttle\0",
            Self::RateTicket => b"rate-ticket\0",
            Self::AskingNumber => b"asking-number\0",
        }
    }
}

impl Signer {
    /// A signer with this key; 32 random bytes are right.
    #[must_use]
    pub fn new(key: Vec<u8>) -> Self {
        Self { key }
    }

    /// The signature of a text, 32 lower-case hexadecimal digits.
    #[must_use]
    pub fn sign(&self, purpose: Purpose, text: &str) -> String {
        let digest = self.mac(purpose, text).finalize().into_bytes();
        digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }

    /// A key of its own for a text: 32 bytes that tell nothing about ours.
    #[must_use]
    pub fn derive(&self, purpose: Purpose, text: &str) -> [u8; 32] {
        self.mac(purpose, text).finalize().into_bytes().into()
    }

    /// Whether a signature is right; takes the same time for every wrong one of the right length.
    #[must_use]
    pub fn verify(&self, purpose: Purpose, text: &str, signature: &str) -> bool {
        subtle::ConstantTimeEq::ct_eq(self.sign(purpose, text).as_bytes(), signature.as_bytes()).into()
    }

    fn mac(&self, purpose: Purpose, text: &str) -> Hmac<Sha256> {
        // HMAC takes a key of any length: the error it declares never comes.
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key)
            .unwrap_or_else(|_| unreachable!("HMAC takes keys of every length"));
        mac.update(purpose.label());
        mac.update(text.as_bytes());
        mac
    }
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Signer")
    }
}

#[cfg(test)]
mod tests {
    use super::{Purpose, Signer};

    #[test]
    fn a_signature_holds_for_its_text_its_purpose_and_its_key_alone() {
        let signer = Signer::new(vec![1; 32]);
        let signature = signer.sign(Purpose::TakePage, "42");
        assert!(signer.verify(Purpose::TakePage, "42", &signature));
        assert!(!signer.verify(Purpose::TakePage, "43", &signature));
        assert!(!signer.verify(Purpose::MessageId, "42", &signature));
        assert!(!Signer::new(vec![2; 32]).verify(Purpose::TakePage, "42", &signature));
        assert!(!signer.verify(Purpose::TakePage, "42", ""));
    }
}
