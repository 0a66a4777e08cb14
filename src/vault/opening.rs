//! Opening a sealed stream.

use std::io::{Error, ErrorKind, Read};

use super::piece::{HEADER, MAGIC, PIECE, Pieces, Position, TAG};
use super::{Key, KeyId, Keyring, Purpose, VaultError};

/// Reads what is sealed in a stream, piece by piece. What was changed or cut off is an error, never wrong bytes.
pub struct Opening<R: Read> {
    from: R,
    pieces: Pieces,
    /// Sealed bytes that were read, of the next piece and the first byte after it.
    ahead: Vec<u8>,
    /// Opened bytes that nobody has taken, from `taken` on.
    opened: Vec<u8>,
    taken: usize,
    is_at_end: bool,
}

impl<R: Read> Opening<R> {
    /// Reads the header and finds its key.
    ///
    /// # Errors
    /// [`VaultError`] for what is not sealed, or sealed under a key that is not there.
    pub fn begin(mut from: R, keys: &Keyring, purpose: &Purpose<'_>) -> Result<Self, VaultError> {
        let mut header = [0; HEADER];
        from.read_exact(&mut header).map_err(|_| VaultError::NotSealed)?;
        let (id, salt) = header
            .split_first_chunk::<8>()
            .filter(|(magic, _)| *magic == MAGIC)
            .and_then(|(_, rest)| rest.split_first_chunk::<8>())
            .ok_or(VaultError::NotSealed)?;
        let key: &Key = keys.find(KeyId(*id))?;
        let pieces = Pieces::new(key, salt, purpose);
        Ok(Self { from, pieces, ahead: Vec::new(), opened: Vec::new(), taken: 0, is_at_end: false })
    }

    /// Opens the next piece.
    fn next_piece(&mut self) -> std::io::Result<()> {
        let full = PIECE + TAG;
        let wanted = u64::try_from(full + 1 - self.ahead.len()).unwrap_or(0);
        self.from.by_ref().take(wanted).read_to_end(&mut self.ahead)?;
        let (position, rest) = match self.ahead.len() > full {
            true => (Position::Inner, self.ahead.split_off(full)),
            false => (Position::Last, Vec::new()),
        };
        let sealed = std::mem::replace(&mut self.ahead, rest);
        self.opened = self
            .pieces
            .open(&sealed, position)
            .ok_or_else(|| Error::new(ErrorKind::InvalidData, VaultError::Damaged))?;
        self.taken = 0;
        self.is_at_end = position == Position::Last;
        Ok(())
    }
}

impl<R: Read> Read for Opening<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.taken == self.opened.len() && !self.is_at_end {
            self.next_piece()?;
        }
        let rest = self.opened.get(self.taken..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        self.taken += count;
        Ok(count)
    }
}
