//! Opening SQLite: durable, and one writer beside many readers.

use std::path::{Path, PathBuf};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::{Connection as _, SqliteConnection};

use super::any_connection::AnyConnection;
use super::{CAN_ENCRYPT_FILES, Connection, FileKey, StoreError};

/// How a write transaction begins: it takes the one write lock at once, since a later upgrade fails with "database is
/// locked".
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

/// Opens the connection that writes, and turns on the write-ahead log.
pub(super) fn open_writer(path: &Path, key: Option<FileKey>) -> Result<Connection, StoreError> {
    let mut connection = establish(path, key)?;
    write_ahead(&mut connection)?;
    connection.batch_execute(DURABLE)?;
    connection.batch_execute(WRITERS_CACHE)?;
    Ok(AnyConnection::Sqlite(connection))
}

/// Opens a connection to a file that is plain, or under a key.
///
/// What a file is, is asked of SQLite alone: whoever else in this process opened the file and closed it would take away
/// the locks of every connection to it (POSIX keeps them by process).
pub(super) fn establish(path: &Path, key: Option<FileKey>) -> Result<SqliteConnection, StoreError> {
    let place = path.display();
    let unavailable = |why: &str| StoreError::Unavailable(format!("{place} {why}"));
    if key.is_some() && !CAN_ENCRYPT_FILES {
        return Err(unavailable(
            "shall be encrypted, which this program can't: build it with --features encryption",
        ));
    }
    let mut connection = connect(path, key)?;
    match (read(&mut connection), key) {
        (Reading::NoDatabase, None) => Err(unavailable(
            "is encrypted, or no database: encryption.database_key_file has to name the file with its key",
        )),
        (Reading::NoDatabase, Some(_)) => Err(unavailable(match read(&mut connect(path, None)?) {
            Reading::Done => {
                "is not encrypted, but a key is set for it: stop the program, run `punctual database encrypt`, and \
                 start it again"
            }
            _ => {
                "does not open with the first key of encryption.database_key_file: put the right one there, or run \
                 `punctual database rekey` if the right one is a later line"
            }
        })),
        // Whatever else may be wrong, the next statement says.
        (Reading::Done | Reading::Refused, _) => Ok(connection),
    }
}

/// Whether a key opens a file that is encrypted. What else may be wrong with either, [`establish`] says.
pub(super) fn opens(path: &Path, key: FileKey) -> Result<bool, StoreError> {
    let refuses = |key| Ok::<_, StoreError>(matches!(read(&mut connect(path, key)?), Reading::NoDatabase));
    // Without a key, only an encrypted file refuses.
    Ok(!(CAN_ENCRYPT_FILES && refuses(Some(key))? && refuses(None)?))
}

fn connect(path: &Path, key: Option<FileKey>) -> Result<SqliteConnection, StoreError> {
    let place = path.display();
    let text = path.to_str().ok_or_else(|| StoreError::BadUrl(format!("{place}: not a readable path")))?;
    let mut connection = SqliteConnection::establish(text)
        .map_err(|error| StoreError::Unavailable(format!("cannot open {place}: {error}")))?;
    if let Some(key) = key {
        connection.batch_execute(&key.pragma())?;
    }
    connection.batch_execute(BUSY_TIMEOUT)?;
    Ok(connection)
}

/// What came of reading a file's first page.
enum Reading {
    Done,
    /// The file is not empty, and no database that this connection can read.
    NoDatabase,
    Refused,
}

fn read(connection: &mut SqliteConnection) -> Reading {
    match connection.batch_execute("SELECT count(*) FROM sqlite_schema") {
        Ok(()) => Reading::Done,
        Err(error) if error.to_string().contains("not a database") => Reading::NoDatabase,
        Err(_) => Reading::Refused,
    }
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
