//! Writing a SQLite file anew under another key.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;

use super::{FileKey, StoreError, sqlite};

/// Nobody else may have the file open, and nobody gets in until the connection ends.
const ALONE: &str = "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE; COMMIT";

#[derive(QueryableByName)]
struct Mode {
    #[diesel(sql_type = Text)]
    journal_mode: String,
}

#[derive(QueryableByName)]
struct Verdict {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

/// Puts a readable file under a key. The new file takes the place of the old one, be that behind a symbolic link, and
/// belongs to whom it belonged to, once it is whole on the disk; whatever happens before leaves the old one as it was.
///
/// # Errors
/// [`StoreError::Unavailable`] where another process has it open, it is encrypted already, or there is no room.
pub fn encrypt(path: &Path, key: FileKey) -> Result<(), StoreError> {
    place(path, None, key)
}

/// Puts a file that is under a key under another, as [`encrypt`] does. False, and nothing done, where `from` is not the
/// key that it is under.
///
/// # Errors
/// [`StoreError::Unavailable`] where another process has it open, it is not encrypted, or there is no room.
pub fn rekey(path: &Path, from: FileKey, to: FileKey) -> Result<bool, StoreError> {
    let is_opened = sqlite::opens(path, from)?;
    if is_opened {
        place(path, Some(from), to)?;
    }
    Ok(is_opened)
}

fn place(path: &Path, from: Option<FileKey>, to: FileKey) -> Result<(), StoreError> {
    let path = &path.canonicalize().map_err(at(path))?;
    let part = beside(path, ".encrypting");
    remove(&part)?;
    let placed = write(path, from, &part, to).and_then(|old| {
        hand_on(path, &part)?;
        check(&part, to)?;
        std::fs::rename(&part, path).map_err(at(path))?;
        // Until here nobody could write into the old file.
        drop(old);
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        sync(folder.unwrap_or(Path::new(".")))
    });
    if placed.is_err() {
        remove(&part)?;
    }
    placed
}

/// Gives the new file to whom the old one belongs, who may not be who runs this, with the same permissions.
fn hand_on(path: &Path, part: &Path) -> Result<(), StoreError> {
    let old = std::fs::metadata(path).map_err(at(path))?;
    let new = std::fs::metadata(part).map_err(at(part))?;
    if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
        std::os::unix::fs::chown(part, Some(old.uid()), Some(old.gid())).map_err(at(part))?;
    }
    std::fs::set_permissions(part, old.permissions()).map_err(at(part))
}

fn write(
    path: &Path,
    from: Option<FileKey>,
    part: &Path,
    to: FileKey,
) -> Result<SqliteConnection, StoreError> {
    let mut connection = sqlite::establish(path, from)?;
    connection.batch_execute("PRAGMA busy_timeout = 2000")?;
    let is_alone = connection.batch_execute(ALONE).is_ok()
        // The mode stays what it was where somebody else is there.
        && sql_query("PRAGMA journal_mode").get_result::<Mode>(&mut connection)?.journal_mode == "delete";
    if !is_alone {
        let path = path.display();
        return Err(StoreError::Unavailable(format!(
            "{path} has to be closed: stop every process that uses it, and try again"
        )));
    }
    let text = |text: &str| text.replace('\'', "''");
    let place = part
        .to_str()
        .ok_or_else(|| StoreError::BadUrl(format!("{}: not a readable path", part.display())))?;
    let attach = format!("ATTACH DATABASE '{}' AS anew KEY '{}'", text(place), text(&to.literal()));
    connection.batch_execute(&attach)?;
    connection.batch_execute("SELECT sqlcipher_export('anew'); DETACH DATABASE anew")?;
    Ok(connection)
}

fn check(part: &Path, to: FileKey) -> Result<(), StoreError> {
    let mut connection = sqlite::establish(part, Some(to))?;
    let verdicts: Vec<Verdict> = sql_query("PRAGMA integrity_check").load(&mut connection)?;
    drop(connection);
    match verdicts.first().is_some_and(|one| one.integrity_check == "ok") {
        true => sync(part),
        false => Err(StoreError::Unavailable(format!("{} was not written whole", part.display()))),
    }
}

fn sync(path: &Path) -> Result<(), StoreError> {
    std::fs::File::open(path).and_then(|file| file.sync_all()).map_err(at(path))
}

/// Removes what an earlier try left.
fn remove(part: &Path) -> Result<(), StoreError> {
    for ending in ["", "-journal", "-wal", "-shm"] {
        let path = beside(part, ending);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(at(&path)(error)),
            _ => {}
        }
    }
    Ok(())
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn at(path: &Path) -> impl FnOnce(std::io::Error) -> StoreError {
    let place = path.display().to_string();
    move |error| StoreError::Unavailable(format!("{place}: {error}"))
}
