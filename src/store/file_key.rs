//! The key of a SQLite file that is encrypted as a whole.

use crate::vault::Key;

/// Whether this program was built so that it can encrypt SQLite files.
pub const CAN_ENCRYPT_FILES: bool = cfg!(feature = "encryption");

/// The key under which a SQLite file lies encrypted: its tables, its search index and its write-ahead log.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FileKey([u8; 32]);

impl FileKey {
    /// A key that is kept nowhere, for a file that is gone soon; none where this program can't encrypt files.
    #[must_use]
    pub fn passing() -> Option<Self> {
        CAN_ENCRYPT_FILES.then(|| Self(rand::random()))
    }

    /// The statement that gives the key to a connection, before anything else is asked of it.
    #[must_use]
    pub fn pragma(&self) -> String {
        format!("PRAGMA key = \"{}\"", self.literal())
    }

    /// The key itself as SQLCipher reads it: bytes, not a passphrase that would have to be stretched at each opening.
    pub(super) fn literal(&self) -> String {
        let digits: String = self.0.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("x'{digits}'")
    }
}

impl From<&Key> for FileKey {
    fn from(key: &Key) -> Self {
        Self(key.expose())
    }
}

impl std::fmt::Debug for FileKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("FileKey")
    }
}
