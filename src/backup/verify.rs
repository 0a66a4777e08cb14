//! Reading a backup back, to see that it holds what it says.

use std::path::Path;

use super::BackupError;
use super::archive::Archive;
use super::fingerprint::normal;
use super::header::{Header, Summary, TableSummary};
use super::load::load;
use super::scratch::Scratch;
use crate::store::{self, Connection, Database, DatabaseUrl, FileKey, Options, dump};
use crate::vault::Keyring;

/// What a backup was found to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What it says of itself.
    pub header: Header,
    /// What was read back, equal to what it says.
    pub summary: Summary,
    /// Attachments and raw mails, each opened and equal to its hash.
    pub contents: u64,
}

/// Restores a backup into a scratch SQLite database beside `directory`, and compares: rows and fingerprints of every
/// table, the hash of every attachment and raw mail, and where the audit log ends.
///
/// # Errors
/// [`BackupError`] with the first difference.
pub fn verify(file: &Path, keys: &Keyring, directory: &Path) -> Result<Verified, BackupError> {
    let scratch = Scratch::beside(directory)?;
    let archive = Archive::open(file, keys)?;
    let header = archive.header().clone();
    let url = DatabaseUrl::Sqlite(scratch.path().join("scratch.db"));
    // What is encrypted in the database is not put down readable here.
    let db = Database::open(&url, Options { file_key: FileKey::passing(), ..Options::default() })?;
    let outcome = load(&db, archive).and_then(|summary| {
        let contents = db.read_now(|c| compare(c, keys, &header, &summary))?;
        Ok(Verified { header, summary, contents })
    });
    db.close();
    outcome
}

fn compare(
    c: &mut Connection,
    keys: &Keyring,
    header: &Header,
    summary: &Summary,
) -> Result<u64, BackupError> {
    compare_rows(c, summary)?;
    if store::audit::head(c)?.0 != header.audit_head {
        return Err(BackupError::Different("the audit log ends elsewhere".to_owned()));
    }
    let mut contents = 0;
    store::blob::each(c, keys, |hash, content| match content {
        Ok(()) => {
            contents += 1;
            Ok(())
        }
        Err(error) => Err(BackupError::Different(format!("content {hash}: {error}"))),
    })?;
    Ok(contents)
}

/// Compares what a database holds with a summary, table by table.
pub(super) fn compare_rows(c: &mut Connection, summary: &Summary) -> Result<(), BackupError> {
    for table in dump::tables(c)? {
        let mut found = TableSummary::default();
        dump::each_row(c, &table, |row| {
            found.rows += 1;
            found.fingerprint.add(&normal(row).map_err(|error| BackupError::Damaged(error.to_string()))?);
            Ok::<_, BackupError>(())
        })?;
        let said = summary.tables.get(&table.name).cloned().unwrap_or_default();
        if found.rows != said.rows {
            let what = format!("table {} has {} rows instead of {}", table.name, found.rows, said.rows);
            return Err(BackupError::Different(what));
        }
        if found != said {
            return Err(BackupError::Different(format!("rows of table {} are not the same", table.name)));
        }
    }
    Ok(())
}
