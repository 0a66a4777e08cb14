//! Reading a backup's file line by line.

use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Read, Seek};
use std::path::Path;

use flate2::read::GzDecoder;

use super::BackupError;
use super::header::{FORMAT, Header, Line};
use crate::vault::{Keyring, Opening, Purpose};

/// How a file that is compressed but not sealed begins.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// One line of a backup.
pub(super) enum Item {
    /// Anything but a row.
    Line(Line),
    /// A row of the table that was named last.
    Row(String),
}

/// A backup that is being read.
pub(super) struct Archive {
    lines: Lines,
    header: Header,
}

struct Lines(Box<dyn BufRead + Send>);

impl Archive {
    /// Opens the file and reads its header.
    ///
    /// # Errors
    /// [`BackupError`] for a file that is no backup, or sealed under a key that is not there.
    pub(super) fn open(file: &Path, keys: &Keyring) -> Result<Self, BackupError> {
        let mut opened = File::open(file).map_err(BackupError::at(file))?;
        let mut start = [0; 2];
        let is_plain = opened.read_exact(&mut start).is_ok() && start == GZIP;
        opened.rewind().map_err(BackupError::at(file))?;
        let buffered = BufReader::new(opened);
        let from: Box<dyn BufRead + Send> = match is_plain {
            true => Box::new(BufReader::new(GzDecoder::new(buffered))),
            false => {
                let opening = Opening::begin(buffered, keys, &Purpose::Backup)?;
                Box::new(BufReader::new(GzDecoder::new(opening)))
            }
        };
        let mut lines = Lines(from);
        match lines.next()? {
            Item::Line(Line::Header(header)) if header.format == FORMAT => Ok(Self { lines, header }),
            _ => Err(BackupError::Damaged("it does not begin as a backup does".to_owned())),
        }
    }

    pub(super) fn header(&self) -> &Header {
        &self.header
    }

    /// The next line. After the summary there is none.
    pub(super) fn next(&mut self) -> Result<Item, BackupError> {
        self.lines.next()
    }

    /// Makes sure that nothing comes after the summary, and that the file is whole to its last byte.
    pub(super) fn end(mut self) -> Result<(), BackupError> {
        let mut rest = Vec::new();
        match self.lines.0.by_ref().take(1).read_to_end(&mut rest) {
            Ok(0) => Ok(()),
            Ok(_) => Err(BackupError::Damaged("something follows its end".to_owned())),
            Err(error) => Err(BackupError::Damaged(error.to_string())),
        }
    }
}

impl Lines {
    fn next(&mut self) -> Result<Item, BackupError> {
        let mut text = String::new();
        match self.0.read_line(&mut text) {
            Ok(0) => return Err(BackupError::Damaged("it ends too early".to_owned())),
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                return Err(BackupError::Damaged("it ends too early".to_owned()));
            }
            Err(error) => return Err(BackupError::Damaged(error.to_string())),
        }
        if text.starts_with('[') {
            return Ok(Item::Row(text));
        }
        let line = serde_json::from_str(&text).map_err(|error| BackupError::Damaged(error.to_string()))?;
        Ok(Item::Line(line))
    }
}

/// What a backup says of itself, without reading it all.
///
/// # Errors
/// [`BackupError`] as for reading it all.
pub fn read_header(file: &Path, keys: &Keyring) -> Result<Header, BackupError> {
    Archive::open(file, keys).map(|archive| archive.header)
}
