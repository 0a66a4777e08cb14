//! `[backup]`: the daily backup.

use std::path::PathBuf;

use chrono::NaiveTime;

use super::raw::Raw;

/// The daily backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Where the files go.
    pub directory: PathBuf,
    /// When, by the wall clock of the installation's zone.
    pub at: NaiveTime,
    /// How many days a file is kept.
    pub keep_days: u32,
}

impl Raw {
    pub(super) fn backup(&mut self) -> Option<Backup> {
        if !self.has("backup") {
            return None;
        }
        let directory = self.required("backup.directory", "the folder for the files").map(PathBuf::from);
        let at = self.checked("backup.at", "02:00", |text| {
            NaiveTime::parse_from_str(text, "%H:%M")
                .map(drop)
                .map_err(|_| "write a time such as 02:00".to_owned())
        });
        let at = at.and_then(|text| NaiveTime::parse_from_str(&text, "%H:%M").ok());
        let keep_days = self.checked("backup.keep_days", "30", |text| match text.parse::<u32>() {
            Ok(1..=36_500) => Ok(()),
            _ => Err("write a number of days, at least 1".to_owned()),
        });
        let keep_days = keep_days.and_then(|text| text.parse().ok());
        Some(Backup { directory: directory?, at: at?, keep_days: keep_days? })
    }
}
