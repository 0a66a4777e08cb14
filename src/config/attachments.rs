//! `[attachments]`: which files are kept.

use super::raw::Raw;
use crate::service::LARGEST_MAIL;

/// The largest file in bytes, unless it is set.
const LARGEST: usize = 20_000_000;

impl Raw {
    /// The largest file, in bytes.
    pub(super) fn largest_file(&mut self) -> Option<usize> {
        self.number("attachments.largest", LARGEST, LARGEST_MAIL)
    }
}
