//! One key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest, Sha256};

/// The name of a key: the first 8 bytes of a hash of it. It tells nothing of the key, and can't be given to a wrong
/// one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub(super) [u8; 8]);

impl std::fmt::Display for KeyId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl std::fmt::Debug for KeyId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "KeyId({self})")
    }
}

/// Why a text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key is 32 bytes in base64, as `punctual key new` prints it")]
pub struct KeyFault;

/// 32 secret bytes.
#[derive(Clone)]
pub struct Key {
    pub(super) bytes: [u8; 32],
    id: KeyId,
}

impl Key {
    /// A new key from the system's source of randomness.
    #[must_use]
    pub fn generate() -> Self {
        Self::of(rand::random())
    }

    /// Reads a key as [`Key::reveal`] wrote it.
    ///
    /// # Errors
    /// [`KeyFault`], without the text.
    pub fn parse(text: &str) -> Result<Self, KeyFault> {
        let bytes = BASE64.decode(text.trim()).map_err(|_| KeyFault)?;
        bytes.try_into().map(Self::of).map_err(|_| KeyFault)
    }

    /// The key in base64, for the operator's file.
    #[must_use]
    pub fn reveal(&self) -> String {
        BASE64.encode(self.bytes)
    }

    /// The bytes themselves, for a library that encrypts by itself.
    #[must_use]
    pub fn expose(&self) -> [u8; 32] {
        self.bytes
    }

    /// Its name.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.id
    }

    fn of(bytes: [u8; 32]) -> Self {
        let digest = Sha256::new().chain_update(b"punctual key id\0").chain_update(bytes).finalize();
        let mut id = [0; 8];
        id.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        Self { bytes, id: KeyId(id) }
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Key({})", self.id)
    }
}
