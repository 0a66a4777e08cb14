//! Making a backup.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::fingerprint::normal;
use super::header::{FORMAT, Header, Line, Summary, TableSummary};
use super::name::{give_name, part_name};
use super::{BackupError, file_name, verify};
use crate::sla::Instant;
use crate::store::dump::{self, Table};
use crate::store::{self, Connection, Database};
use crate::vault::{Keyring, Purpose, Sealing};

/// Whether the file may be read by anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cover {
    /// Under the newest key.
    Sealed,
    /// Under the newest key where there is one, else readable: only where somebody asked for that.
    SealedIfPossible,
}

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Where it is.
    pub file: PathBuf,
    /// Its length in bytes.
    pub bytes: u64,
    /// What it says of itself.
    pub header: Header,
    /// What is in it.
    pub summary: Summary,
}

/// Writes the present state of a database into a new file in `directory`, while others read and write, and reads it back
/// ([`verify`]).
///
/// The file has its name only once it is whole, on the disk, and was found equal. Nothing is overwritten: where the name of
/// this second is taken, the next one's is.
///
/// # Errors
/// [`BackupError`]; nothing is left behind then.
pub fn make(
    db: &Database,
    keys: &Keyring,
    cover: Cover,
    directory: &Path,
    now: Instant,
) -> Result<Made, BackupError> {
    if keys.newest().is_none() && cover == Cover::Sealed {
        return Err(BackupError::NoKey);
    }
    std::fs::create_dir_all(directory).map_err(BackupError::at(directory))?;
    let (opened, part, file) = begin(directory, now)?;
    let made = write(db, keys, opened, &part, now).and_then(|(header, summary)| {
        verify(&part, keys, directory)?;
        let bytes = std::fs::metadata(&part).map_err(BackupError::at(&part))?.len();
        give_name(&part, &file)?;
        Ok(Made { file, bytes, header, summary })
    });
    if made.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    made
}

/// Makes the unfinished file, and says how it will be called: by the first second from now on that is free. Whoever has
/// made the unfinished file alone may use its name.
fn begin(directory: &Path, now: Instant) -> Result<(File, PathBuf, PathBuf), BackupError> {
    let mut at = now;
    loop {
        let (part, file) = (directory.join(part_name(at)), directory.join(file_name(at)));
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part) {
            Ok(opened) if !file.exists() => return Ok((opened, part, file)),
            Ok(_) => std::fs::remove_file(&part).map_err(BackupError::at(&part))?,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(BackupError::at(&part)(error)),
        }
        at += TimeDelta::seconds(1);
    }
}

fn write(
    db: &Database,
    keys: &Keyring,
    file: File,
    part: &Path,
    now: Instant,
) -> Result<(Header, Summary), BackupError> {
    let failed = BackupError::at(part);
    let (file, said) = match keys.newest() {
        Some(key) => {
            let sealing = Sealing::begin(BufWriter::new(file), key, &Purpose::Backup).map_err(&failed)?;
            let (sealing, said) = compress(db, sealing, part, now)?;
            (sealing.finish().map_err(&failed)?, said)
        }
        None => compress(db, BufWriter::new(file), part, now)?,
    };
    let file = file.into_inner().map_err(|error| failed(error.into_error()))?;
    file.sync_all().map_err(&failed)?;
    Ok(said)
}

fn compress<W: Write>(
    db: &Database,
    to: W,
    part: &Path,
    now: Instant,
) -> Result<(W, (Header, Summary)), BackupError> {
    let mut lines = Lines { to: GzEncoder::new(to, Compression::fast()), place: part };
    let said = db.read_now(|c| lines.everything(c, now))?;
    let to = lines.to.finish().map_err(BackupError::at(part))?;
    Ok((to, said))
}

struct Lines<'a, W: Write> {
    to: GzEncoder<W>,
    place: &'a Path,
}

impl<W: Write> Lines<'_, W> {
    fn everything(&mut self, c: &mut Connection, now: Instant) -> Result<(Header, Summary), BackupError> {
        let header = Header {
            format: FORMAT,
            taken_at: now,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            migrations: dump::migrations(c)?,
            audit_head: store::audit::head(c)?.0,
            last_ticket_number: dump::last_ticket_number(c)?,
        };
        self.line(&Line::Header(header.clone()))?;
        let mut summary = Summary::default();
        for table in dump::tables(c)? {
            let counted = self.table(c, &table)?;
            summary.tables.insert(table.name, counted);
        }
        self.line(&Line::Summary(summary.clone()))?;
        Ok((header, summary))
    }

    fn table(&mut self, c: &mut Connection, table: &Table) -> Result<TableSummary, BackupError> {
        self.line(&Line::Table(table.clone()))?;
        let mut counted = TableSummary::default();
        dump::each_row(c, table, |row| {
            let counted_as = normal(row).map_err(|error| BackupError::Damaged(error.to_string()))?;
            counted.rows += 1;
            counted.fingerprint.add(&counted_as);
            self.text(row)
        })?;
        match u64::try_from(dump::row_count(c, table)?) {
            Ok(rows) if rows == counted.rows => Ok(counted),
            _ => Err(BackupError::Different(format!("table {} changed while it was read", table.name))),
        }
    }

    fn line(&mut self, line: &Line) -> Result<(), BackupError> {
        let text = serde_json::to_string(line).map_err(|error| BackupError::Damaged(error.to_string()))?;
        self.text(&text)
    }

    fn text(&mut self, text: &str) -> Result<(), BackupError> {
        let written = self.to.write_all(text.as_bytes()).and_then(|()| self.to.write_all(b"\n"));
        written.map_err(BackupError::at(self.place))
    }
}
