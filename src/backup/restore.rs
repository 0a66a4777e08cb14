//! Restoring a backup.

use std::path::{Path, PathBuf};

use super::BackupError;
use super::archive::Archive;
use super::header::{Header, Summary};
use super::load::load;
use super::name::give_name;
use super::verify::compare_rows;
use crate::store::{Database, DatabaseUrl, Options, dump, message_search};
use crate::vault::Keyring;

/// What SQLite keeps beside a database file.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The backup's header: `taken_at` is the recovery point, what came later is lost.
    pub header: Header,
    /// What is in the database now, counted and compared there.
    pub summary: Summary,
    /// The migrations that brought it up to date for this program.
    pub migrated: Vec<String>,
}

/// Restores a backup into a new SQLite file, or an empty PostgreSQL database, of either kind whichever it came from.
///
/// A new SQLite file is encrypted under `options.file_key`, if there is one. Nothing that is there is ever overwritten.
/// A restore that breaks off leaves nothing that looks like an installation.
///
/// # Errors
/// [`BackupError`]: for a place in use, a damaged file, or anything in the database that differs from what the backup
/// says.
pub fn restore(
    file: &Path,
    keys: &Keyring,
    into: &DatabaseUrl,
    options: Options,
) -> Result<Restored, BackupError> {
    let archive = Archive::open(file, keys)?;
    match into {
        DatabaseUrl::Sqlite(path) => restore_file(archive, path, options),
        DatabaseUrl::Postgres(_) => restore_rows(archive, into, options),
    }
}

/// The file gets its name once everything is in it.
fn restore_file(archive: Archive, path: &Path, options: Options) -> Result<Restored, BackupError> {
    refuse_taken(path)?;
    let part = beside(path, ".part");
    remove_file(&part);
    let restored = restore_rows(archive, &DatabaseUrl::Sqlite(part.clone()), options).and_then(|restored| {
        // The last connection that closes moves the write-ahead log into the file.
        let log = beside(&part, "-wal");
        if log.exists() {
            return Err(BackupError::InUse(log.display().to_string()));
        }
        refuse_taken(path)?;
        give_name(&part, path)?;
        Ok(restored)
    });
    if restored.is_err() {
        remove_file(&part);
    }
    restored
}

/// Beside the database, neither may there be what SQLite would replay over the restored one at its first opening.
fn refuse_taken(path: &Path) -> Result<(), BackupError> {
    if path.exists() {
        return Err(BackupError::InUse(path.display().to_string()));
    }
    match BESIDE.map(|ending| beside(path, ending)).into_iter().find(|left| left.exists()) {
        Some(left) => Err(BackupError::LeftBehind(left.display().to_string())),
        None => Ok(()),
    }
}

fn restore_rows(archive: Archive, url: &DatabaseUrl, options: Options) -> Result<Restored, BackupError> {
    let db = Database::open(url, options)?;
    let restored = fill(archive, url, &db);
    db.close();
    restored
}

fn fill(archive: Archive, url: &DatabaseUrl, db: &Database) -> Result<Restored, BackupError> {
    if !db.read_now(dump::is_unused)? {
        return Err(BackupError::InUse(url.shown()));
    }
    let header = archive.header().clone();
    let summary = load(db, archive)?;
    db.read_now(|c| compare_rows(c, &summary))?;
    let migrated = db.migrate()?;
    db.write_now(message_search::queue_everything)?;
    Ok(Restored { header, summary, migrated })
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn remove_file(path: &Path) {
    let _ = std::fs::remove_file(path);
    for ending in BESIDE {
        let _ = std::fs::remove_file(beside(path, ending));
    }
}
