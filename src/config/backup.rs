//! `[backup]`: the daily backup.

use std::path::PathBuf;

use chrono::NaiveTime;

use super::raw::Raw;
use crate::backup::Cover;

/// The daily backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Where the files go.
    pub directory: PathBuf,
    /// When, by the wall clock of the installation's zone; in order, and at least one.
    pub at: Vec<NaiveTime>,
    /// How many days a file is kept.
    pub keep_days: u32,
    /// Whether the files may be readable where there is no key.
    pub cover: Cover,
}

impl Raw {
    /// Reads the section. Without a key, plain files have to be asked for: nobody shall find out after a theft.
    pub(super) fn backup(&mut self, has_key: bool) -> Option<Backup> {
        if !self.has("backup") {
            return None;
        }
        let directory = self.required("backup.directory", "the folder for the files").map(PathBuf::from);
        let at = self.times();
        let keep_days = self.checked("backup.keep_days", "30", |text| match text.parse::<u32>() {
            Ok(1..=36_500) => Ok(()),
            _ => Err("write a number of days, at least 1".to_owned()),
        });
        let keep_days = keep_days.and_then(|text| text.parse().ok());
        let cover = self.cover(has_key);
        Some(Backup { directory: directory?, at: at?, keep_days: keep_days?, cover: cover? })
    }

    /// One time, or a list of times: who may lose less than a day makes several a day.
    fn times(&mut self) -> Option<Vec<NaiveTime>> {
        const WHAT: &str = "a time such as 02:00";
        let parse = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| WHAT.to_owned());
        let mut at = self.listed("backup.at", parse)?;
        if at.is_empty() {
            let text = self.checked("backup.at", "02:00", |text| parse(text).map(drop))?;
            at.extend(parse(&text));
        }
        at.sort();
        at.dedup();
        Some(at)
    }

    fn cover(&mut self, has_key: bool) -> Option<Cover> {
        let without_key = self.checked("backup.without_key", "refuse", |text| match text {
            "refuse" | "plain" => Ok(()),
            _ => Err("write refuse or plain".to_owned()),
        });
        match without_key?.as_str() {
            "plain" => Some(Cover::SealedIfPossible),
            _ if has_key => Some(Cover::Sealed),
            _ => self.fault(
                "backup.directory",
                "there is no key, so anybody could read the backups: put one from `punctual key new` into a file and \
                 name it as encryption.key_file, or set backup.without_key = \"plain\" if the folder is encrypted \
                 by other means",
            ),
        }
    }
}
