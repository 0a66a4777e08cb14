//! Sealed content piece by piece: the parts that sealing and opening share.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hkdf::Hkdf;
use sha2::Sha256;

use super::{Key, Purpose};

/// How sealed bytes begin.
pub(super) const MAGIC: &[u8; 8] = b"PSEALED1";
/// How much content one piece holds.
pub(super) const PIECE: usize = 64 * 1024;
/// The length of a piece's tag.
pub(super) const TAG: usize = 16;
/// The length of what comes before the pieces.
pub(super) const HEADER: usize = 8 + 8 + 32;

/// Whether more pieces follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// Others follow.
    Inner,
    /// The last one, which may be empty.
    Last,
}

/// The cipher of one content, and the number of its next piece.
pub(super) struct Pieces {
    cipher: Aes256Gcm,
    next: u64,
}

impl Pieces {
    /// The cipher for the content with this salt.
    pub(super) fn new(key: &Key, salt: &[u8], purpose: &Purpose<'_>) -> Self {
        let mut derived = [0; 32];
        // HKDF-SHA-256 gives up to 8160 bytes: 32 never fail.
        let _ = Hkdf::<Sha256>::new(Some(salt), &key.bytes).expand(&purpose.label(), &mut derived);
        Self { cipher: Aes256Gcm::new(&derived.into()), next: 0 }
    }

    pub(super) fn seal(&mut self, content: &[u8], position: Position) -> Option<Vec<u8>> {
        let nonce = self.nonce(position);
        self.cipher.encrypt(&nonce, Payload { msg: content, aad: MAGIC }).ok()
    }

    pub(super) fn open(&mut self, sealed: &[u8], position: Position) -> Option<Vec<u8>> {
        let nonce = self.nonce(position);
        self.cipher.decrypt(&nonce, Payload { msg: sealed, aad: MAGIC }).ok()
    }

    fn nonce(&mut self, position: Position) -> Nonce<aes_gcm::aead::consts::U12> {
        let mut nonce = [0; 12];
        let number = self.next.to_be_bytes();
        nonce.iter_mut().skip(3).zip(number).for_each(|(to, from)| *to = from);
        if let (Position::Last, Some(last)) = (position, nonce.last_mut()) {
            *last = 1;
        }
        self.next += 1;
        nonce.into()
    }
}
