//! How backups are called, by the instant whose state they hold, and how a whole file gets its name.

use std::fs::File;
use std::path::Path;

use chrono::NaiveDateTime;

use super::BackupError;
use crate::sla::Instant;

const PATTERN: &str = "punctual-%Y%m%dT%H%M%SZ.backup";

/// `punctual-20261122T020000Z.backup`.
#[must_use]
pub fn file_name(taken_at: Instant) -> String {
    taken_at.format(PATTERN).to_string()
}

/// What it is called while it is made.
pub(super) fn part_name(taken_at: Instant) -> String {
    format!("{}.part", file_name(taken_at))
}

/// Whether this is what a backup is called while it is made.
pub(super) fn is_part(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "part") && taken_at(&file.with_extension("")).is_some()
}

/// The instant in a backup's name; none for any other file.
#[must_use]
pub fn taken_at(file: &Path) -> Option<Instant> {
    let name = file.file_name()?.to_str()?;
    NaiveDateTime::parse_from_str(name, PATTERN).ok().map(|at| at.and_utc())
}

/// Gives a file that is whole its name, so that a loss of power does not take the name away again.
pub(super) fn give_name(part: &Path, file: &Path) -> Result<(), BackupError> {
    std::fs::rename(part, file).map_err(BackupError::at(file))?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(BackupError::at(folder))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{file_name, is_part, part_name, taken_at};

    #[test]
    fn a_name_says_its_instant_and_other_files_are_none_of_ours() {
        let at = "2026-11-22T02:00:00Z".parse().unwrap();
        assert_eq!(taken_at(Path::new("/x").join(file_name(at)).as_path()), Some(at));
        for other in ["punctual.db", "punctual-20261122T020000Z.backup.part", "notes.backup"] {
            assert_eq!(taken_at(Path::new(other)), None, "{other}");
        }
        assert!(is_part(Path::new("/x").join(part_name(at)).as_path()));
        for other in ["punctual.db.part", "punctual-20261122T020000Z.backup"] {
            assert!(!is_part(Path::new(other)), "{other}");
        }
    }
}
