//! The keys of an installation, and what is sealed with them.

use std::io::{Read, Write};

use super::{Key, KeyId, Opening, Sealing};

/// What sealed bytes are: they open only as that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose<'a> {
    /// An attachment or a raw mail, with the hash of its plain bytes.
    Content(&'a str),
    /// A secret of the installation, under its name.
    Secret(&'a str),
    /// A backup.
    Backup,
}

impl Purpose<'_> {
    pub(super) fn label(&self) -> Vec<u8> {
        let (kind, name) = match self {
            Self::Content(hash) => ("content", *hash),
            Self::Secret(name) => ("secret", *name),
            Self::Backup => ("backup", ""),
        };
        format!("punctual {kind}\0{name}").into_bytes()
    }
}

/// Why sealed bytes did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The bytes are not sealed.
    #[error("this is not encrypted by this program, or it is damaged")]
    NotSealed,
    /// The key is not among the configured ones.
    #[error("this is encrypted under the key {0}, which is not configured: add it to encryption.key_file")]
    UnknownKey(KeyId),
    /// The bytes were changed, cut off, or sealed as something else.
    #[error("this is encrypted, but was changed or cut off since")]
    Damaged,
}

/// The configured keys: the first one seals, all of them open. Without any, nothing is sealed.
#[derive(Debug, Clone, Default)]
pub struct Keyring(Vec<Key>);

impl Keyring {
    /// A keyring of these keys, the newest first.
    #[must_use]
    pub fn new(keys: Vec<Key>) -> Self {
        Self(keys)
    }

    /// The key that seals; none where the installation is not encrypted.
    #[must_use]
    pub fn newest(&self) -> Option<&Key> {
        self.0.first()
    }

    /// Every key, the newest first.
    pub fn iter(&self) -> impl Iterator<Item = &Key> {
        self.0.iter()
    }

    /// The key of this name.
    ///
    /// # Errors
    /// [`VaultError::UnknownKey`].
    pub fn find(&self, id: KeyId) -> Result<&Key, VaultError> {
        self.0.iter().find(|key| key.id() == id).ok_or(VaultError::UnknownKey(id))
    }

    /// Seals bytes under the newest key; none where there is no key.
    #[must_use]
    pub fn seal(&self, purpose: &Purpose<'_>, plain: &[u8]) -> Option<Vec<u8>> {
        let key = self.newest()?;
        let sealed = Sealing::begin(Vec::with_capacity(plain.len() + 128), key, purpose)
            .and_then(|mut sealing| sealing.write_all(plain).map(|()| sealing))
            .and_then(Sealing::finish);
        // Writing into memory does not fail, and no content is too long for the cipher.
        Some(sealed.unwrap_or_else(|_| unreachable!("memory takes every byte")))
    }

    /// Opens sealed bytes.
    ///
    /// # Errors
    /// [`VaultError`].
    pub fn open(&self, purpose: &Purpose<'_>, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        let mut plain = Vec::with_capacity(sealed.len());
        let mut opening = Opening::begin(sealed, self, purpose)?;
        opening.read_to_end(&mut plain).map_err(|_| VaultError::Damaged)?;
        Ok(plain)
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, Keyring, Purpose, VaultError};

    const PURPOSE: Purpose<'_> = Purpose::Content("abc");

    #[test]
    fn every_length_opens_as_it_was_sealed_and_never_twice_the_same() {
        let keys = Keyring::new(vec![Key::generate()]);
        for length in [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000] {
            let plain: Vec<u8> = (0..length).map(|i: u32| i.to_le_bytes()[0]).collect();
            let (one, two) = (keys.seal(&PURPOSE, &plain).unwrap(), keys.seal(&PURPOSE, &plain).unwrap());
            assert_ne!(one, two);
            assert_eq!(keys.open(&PURPOSE, &one).unwrap(), plain, "{length}");
        }
        assert_eq!(Keyring::default().seal(&PURPOSE, b"x"), None);
    }

    #[test]
    fn what_was_changed_cut_or_meant_for_something_else_does_not_open() {
        let keys = Keyring::new(vec![Key::generate()]);
        let sealed = keys.seal(&PURPOSE, &vec![7; 150_000]).unwrap();
        for place in [8, 20, 60, 70_000, sealed.len() - 1] {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert!(keys.open(&PURPOSE, &changed).is_err(), "{place}");
        }
        let piece = 65_536 + 16;
        for length in [0, 47, 48, 48 + piece, 48 + 2 * piece, sealed.len() - 1] {
            assert!(keys.open(&PURPOSE, &sealed[..length]).is_err(), "{length}");
        }
        let longer = [sealed.as_slice(), b"x"].concat();
        assert_eq!(keys.open(&PURPOSE, &longer), Err(VaultError::Damaged));
        let swapped = [
            &sealed[..48],
            &sealed[48 + piece..48 + 2 * piece],
            &sealed[48..48 + piece],
            &sealed[48 + 2 * piece..],
        ]
        .concat();
        assert_eq!(keys.open(&PURPOSE, &swapped), Err(VaultError::Damaged));
        for other in [Purpose::Content("abd"), Purpose::Secret("abc"), Purpose::Backup] {
            assert_eq!(keys.open(&other, &sealed), Err(VaultError::Damaged), "{other:?}");
        }
    }

    #[test]
    fn the_newest_key_seals_and_older_ones_open() {
        let (old, new) = (Key::generate(), Key::generate());
        let sealed = Keyring::new(vec![old.clone()]).seal(&PURPOSE, b"letter").unwrap();
        let both = Keyring::new(vec![new.clone(), old.clone()]);
        assert_eq!(both.open(&PURPOSE, &sealed).unwrap(), b"letter");
        let renewed = both.seal(&PURPOSE, b"letter").unwrap();
        assert_eq!(
            Keyring::new(vec![old.clone()]).open(&PURPOSE, &renewed),
            Err(VaultError::UnknownKey(new.id()))
        );
        assert_eq!(Key::parse(&old.reveal()).unwrap().id(), old.id());
        assert!(Key::parse("c2hvcnQ=").is_err() && Key::parse("?").is_err());
    }
}
