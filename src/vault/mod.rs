//! Encryption at rest by our own layer: attachments, raw mails, secrets of the installation, backups.
//!
//! A [`Keyring`] holds the keys that the operator configured: the first seals, all of them open. What is sealed says
//! under which key, so keys can be exchanged while everything runs. Without a key nothing is sealed.
//!
//! The format of sealed bytes, AES-256-GCM (NIST SP 800-38D) in pieces:
//!
//! ```text
//! "PSEALED1" | id of the key, 8 bytes | salt, 32 random bytes | piece | piece | ... | last piece
//! ```
//!
//! Each sealed content has an AES key of its own, derived by HKDF-SHA-256 (RFC 5869) from the configured key and the
//! salt, so that no nonce is ever used twice under one key, however much is sealed. A piece is 64 KiB of content and
//! its tag; its nonce is its number and whether it is the last, so that pieces can't be left out, moved or cut off.
//! What the content is for goes into the derivation, so that bytes sealed as one thing never open as another.

mod key;
mod keyring;
mod opening;
mod piece;
mod sealing;

pub use key::{Key, KeyFault, KeyId};
pub use keyring::{Keyring, Purpose, VaultError};
pub use opening::Opening;
pub use sealing::Sealing;
