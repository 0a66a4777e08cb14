//! Signs our mail (DKIM, RFC 6376), so that whoever gets it can see that it is ours and whole.

use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use mail_auth::common::crypto::{Ed25519Key, RsaKey, Sha256, SigningKey};
use mail_auth::common::headers::HeaderWriter;
use mail_auth::dkim::{DkimSigner, Done};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;

/// What the signature covers, as far as a mail has it (RFC 6376 section 5.4.1).
const SIGNED: [&str; 12] = [
    "From",
    "Reply-To",
    "Subject",
    "Date",
    "To",
    "Message-ID",
    "In-Reply-To",
    "References",
    "MIME-Version",
    "Content-Type",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
];

/// What stands before a public RSA key in a SubjectPublicKeyInfo: its algorithm (RFC 8017 appendix A.1).
const RSA_ALGORITHM: [u8; 15] =
    [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00];

/// The key that signs our mail, and where its public half is published.
#[derive(Debug, Clone)]
pub struct DkimSettings {
    /// The domain that vouches for the mail.
    pub domain: String,
    /// The name of the key there: its record is at `selector._domainkey.domain`.
    pub selector: String,
    /// The private key, RSA or Ed25519, in PEM.
    pub key_file: PathBuf,
}

/// Signs mail. Cheap to clone.
#[derive(Clone)]
pub struct Dkim {
    key: Arc<Key>,
    place: Arc<str>,
}

enum Key {
    Rsa { signer: DkimSigner<RsaKey<Sha256>, Done>, public: Vec<u8> },
    Ed25519 { signer: DkimSigner<Ed25519Key, Done>, public: Vec<u8> },
}

impl Dkim {
    /// Reads the key.
    ///
    /// # Errors
    /// In words: the file can't be read, or holds no private key of a kind that signs mail.
    pub fn open(settings: &DkimSettings) -> Result<Self, String> {
        let file = settings.key_file.display();
        let pem = std::fs::read(&settings.key_file).map_err(|error| format!("{file}: {error}"))?;
        let der = PrivateKeyDer::from_pem_slice(&pem).map_err(|_| {
            format!("{file} holds no private key in PEM; make one with `openssl genrsa 2048`")
        })?;
        let key = Key::read(der, settings).map_err(|error| format!("{file}: {error}"))?;
        let place = format!("{}._domainkey.{}", settings.selector, settings.domain);
        Ok(Self { key: Arc::new(key), place: place.into() })
    }

    /// The mail with its signature in front. Takes some milliseconds of work.
    ///
    /// # Errors
    /// In words: the key does not sign.
    pub fn sign(&self, mail: &[u8]) -> Result<Vec<u8>, String> {
        let signature = match self.key.as_ref() {
            Key::Rsa { signer, .. } => signer.sign(mail),
            Key::Ed25519 { signer, .. } => signer.sign(mail),
        };
        let mut signed = signature.map_err(|error| error.to_string())?.to_header().into_bytes();
        signed.extend_from_slice(mail);
        Ok(signed)
    }

    /// Where the public key has to be published: the name of a TXT record.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The record that publishes the public key (RFC 6376 section 3.6.1, RFC 8463 section 3.2).
    #[must_use]
    pub fn record(&self) -> String {
        match self.key.as_ref() {
            Key::Rsa { public, .. } => {
                format!("v=DKIM1; k=rsa; p={}", BASE64.encode(rsa_key_info(public)))
            }
            Key::Ed25519 { public, .. } => format!("v=DKIM1; k=ed25519; p={}", BASE64.encode(public)),
        }
    }

    /// Whether a record found in the name system publishes the key that we sign with. An RSA key may stand there with
    /// its algorithm before it or without.
    #[must_use]
    pub fn is_published_by(&self, record: &str) -> bool {
        let (Key::Rsa { public, .. } | Key::Ed25519 { public, .. }) = self.key.as_ref();
        let mut tags = record.split(';').filter_map(|tag| tag.split_once('='));
        let published = tags.find(|(name, _)| name.trim() == "p").map(|(_, value)| value);
        let base64: String =
            published.unwrap_or_default().chars().filter(|c| !c.is_ascii_whitespace()).collect();
        BASE64.decode(base64).is_ok_and(|key| key.ends_with(public))
    }
}

impl Key {
    fn read(der: PrivateKeyDer<'static>, settings: &DkimSettings) -> Result<Self, String> {
        if let PrivateKeyDer::Pkcs8(document) = &der
            && let Ok(key) = Ed25519Key::from_pkcs8_der(document.secret_pkcs8_der())
        {
            return Ok(Self::Ed25519 { public: key.public_key(), signer: signer(key, settings) });
        }
        let key = RsaKey::from_key_der(der)
            .map_err(|error| format!("the key is neither RSA nor Ed25519 ({error})"))?;
        Ok(Self::Rsa { public: key.public_key(), signer: signer(key, settings) })
    }
}

impl std::fmt::Debug for Dkim {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Dkim").field("place", &self.place).finish_non_exhaustive()
    }
}

fn signer<K: SigningKey>(key: K, settings: &DkimSettings) -> DkimSigner<K, Done> {
    DkimSigner::from_key(key).domain(&settings.domain).selector(&settings.selector).headers(SIGNED)
}

/// A bare RSA key as a SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7), the form that every verifier reads.
fn rsa_key_info(bare: &[u8]) -> Vec<u8> {
    let mut bits = vec![0];
    bits.extend_from_slice(bare);
    let mut content = RSA_ALGORITHM.to_vec();
    content.extend(tagged(0x03, &bits));
    tagged(0x30, &content)
}

/// A value with its tag and length before it (X.690 section 8.1). Keys are shorter than 64 KiB.
fn tagged(tag: u8, content: &[u8]) -> Vec<u8> {
    let [.., high, low] = content.len().to_be_bytes();
    let mut element = match (high, low) {
        (0, 0..=127) => vec![tag, low],
        (0, _) => vec![tag, 0x81, low],
        _ => vec![tag, 0x82, high, low],
    };
    element.extend_from_slice(content);
    element
}
