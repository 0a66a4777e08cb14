//! Opening SQLite: durable, and one writer beside many readers.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::{Connection as _, SqliteConnection};

use super::any_connection::AnyConnection;
use super::{CAN_ENCRYPT_FILES, Connection, FileKey, StoreError};

/// How a write transaction begins: it takes the one write lock at once, since a later upgrade fails with "database is locked".
pub(super) const BEGIN_WRITE: &str = "BEGIN IMMEDIATE";
/// How a read transaction begins.
pub(super) const BEGIN_READ: &str = "BEGIN DEFERRED";

/// Every connection waits this long for a lock that another process holds.
const BUSY_TIMEOUT: &str = "PRAGMA busy_timeout = 15000";
/// What was answered survives a loss of power: each commit reaches the disk before it is answered.
const DURABLE: &str = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY";
/// The writer keeps 32 MB of pages at hand, and copies the log back once it holds as much: pages that many transactions
/// change are copied once.
const WRITERS_CACHE: &str = "PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 8000";
/// Each of the readers keeps 6 MB; behind them is the cache of the operating system.
const READERS_CACHE: &str = "PRAGMA cache_size = -6000";
const WRITE_AHEAD: &str = "PRAGMA journal_mode = WAL";
const READ_ONLY: &str = "PRAGMA query_only = ON";

/// How a SQLite file begins that anybody can read.
const READABLE: [u8; 16] = *b"SQLite format 3\0";

/// Opens the connection that writes, and turns on the write-ahead log.
pub(super) fn open_writer(path: &Path, key: Option<FileKey>) -> Result<Connection, StoreError> {
    let mut connection = establish(path, key)?;
    write_ahead(&mut connection)?;
    connection.batch_execute(DURABLE)?;
    connection.batch_execute(WRITERS_CACHE)?;
    Ok(AnyConnection::Sqlite(connection))
}

/// Opens a connection to a file that is plain, or under a key.
pub(super) fn establish(path: &Path, key: Option<FileKey>) -> Result<SqliteConnection, StoreError> {
    let place = path.display();
    let text = path.to_str().ok_or_else(|| StoreError::BadUrl(format!("{place}: not a readable path")))?;
    if let Some(why) = misfit(path, key) {
        return Err(StoreError::Unavailable(format!("{place} {why}")));
    }
    let mut connection = SqliteConnection::establish(text)
        .map_err(|error| StoreError::Unavailable(format!("cannot open {place}: {error}")))?;
    match key {
        Some(key) => unlock(&mut connection, key, path)?,
        None => connection.batch_execute(BUSY_TIMEOUT)?,
    }
    Ok(connection)
}

/// Why a file can't be opened with this key, or without one. What can't be read at all is for SQLite to say.
fn misfit(path: &Path, key: Option<FileKey>) -> Option<&'static str> {
    let mut beginning = [0; READABLE.len()];
    let is_there = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut beginning)).is_ok();
    match key {
        Some(_) if !CAN_ENCRYPT_FILES => {
            Some("shall be encrypted, which this program can't: build it with --features encryption")
        }
        Some(_) if is_there && beginning == READABLE => Some(
            "is not encrypted, but a key is set for it: stop the program, run `punctual database encrypt`, and start it again",
        ),
        None if is_there && beginning != READABLE => Some(
            "is encrypted, or no database: encryption.database_key_file has to name the file with its key",
        ),
        _ => None,
    }
}

/// Gives the key, and looks whether it fits.
fn unlock(connection: &mut SqliteConnection, key: FileKey, path: &Path) -> Result<(), StoreError> {
    connection.batch_execute(&key.pragma())?;
    connection.batch_execute(BUSY_TIMEOUT)?;
    connection.batch_execute("SELECT count(*) FROM sqlite_schema").map_err(|error| {
        match error.to_string().contains("not a database") {
            true => StoreError::Unavailable(format!(
                "the first key of encryption.database_key_file does not open {}: put the right one there, or run \
                 `punctual database rekey` if the right one is a later line",
                path.display()
            )),
            false => error.into(),
        }
    })
}

/// Two processes that turn it on at once are told "locked" without the usual wait, so this waits itself.
fn write_ahead(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    for _ in 0..100 {
        if connection.batch_execute(WRITE_AHEAD).is_ok() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    connection.batch_execute(WRITE_AHEAD).map_err(|error| StoreError::Unavailable(error.to_string()))
}

/// Opens connections that only read.
#[derive(Debug)]
pub(super) struct SqliteReaders {
    pub(super) path: PathBuf,
    pub(super) key: Option<FileKey>,
}

impl ManageConnection for SqliteReaders {
    type Connection = AnyConnection;
    type Error = StoreError;

    fn connect(&self) -> Result<AnyConnection, StoreError> {
        let mut connection = establish(&self.path, self.key)?;
        connection.batch_execute(DURABLE)?;
        connection.batch_execute(READERS_CACHE)?;
        connection.batch_execute(READ_ONLY)?;
        Ok(AnyConnection::Sqlite(connection))
    }

    /// A file that was opened stays open: there is nothing to ask before each use.
    fn is_valid(&self, _: &mut AnyConnection) -> Result<(), StoreError> {
        Ok(())
    }

    fn has_broken(&self, connection: &mut AnyConnection) -> bool {
        connection.is_broken()
    }
}
