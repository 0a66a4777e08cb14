//! Sealing a stream.

use std::io::{Error, Write};

use super::piece::{HEADER, MAGIC, PIECE, Pieces, Position};
use super::{Key, Purpose};

/// Seals what is written to it. Nothing opens until [`Sealing::finish`] has written the last piece.
pub struct Sealing<W: Write> {
    to: W,
    pieces: Pieces,
    waiting: Vec<u8>,
}

impl<W: Write> Sealing<W> {
    /// Begins: the header is written at once.
    ///
    /// # Errors
    /// Where `to` can't be written.
    pub fn begin(mut to: W, key: &Key, purpose: &Purpose<'_>) -> std::io::Result<Self> {
        let salt: [u8; 32] = rand::random();
        let mut header = Vec::with_capacity(HEADER);
        header.extend_from_slice(MAGIC);
        header.extend_from_slice(&key.id().0);
        header.extend_from_slice(&salt);
        to.write_all(&header)?;
        Ok(Self { to, pieces: Pieces::new(key, &salt, purpose), waiting: Vec::new() })
    }

    /// Writes the last piece, and gives back what was written to.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn finish(mut self) -> std::io::Result<W> {
        let last = std::mem::take(&mut self.waiting);
        self.put(&last, Position::Last)?;
        self.to.flush()?;
        Ok(self.to)
    }

    fn put(&mut self, content: &[u8], position: Position) -> std::io::Result<()> {
        let sealed = self.pieces.seal(content, position);
        self.to.write_all(&sealed.ok_or_else(|| Error::other("a piece could not be encrypted"))?)
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        // A full piece waits until more comes: only then is it known that it is not the last.
        while self.waiting.len() > PIECE {
            let rest = self.waiting.split_off(PIECE);
            let piece = std::mem::replace(&mut self.waiting, rest);
            self.put(&piece, Position::Inner)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.to.flush()
    }
}
