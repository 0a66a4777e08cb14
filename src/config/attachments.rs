//! `[attachments]`: which files are kept, and who looks for malware in them.

use super::raw::Raw;
use crate::scanner::ScannerAddress;
use crate::service::LARGEST_MAIL;

/// The largest file in bytes, unless it is set.
const LARGEST: usize = 20_000_000;

impl Raw {
    /// The largest file, in bytes.
    pub(super) fn largest_file(&mut self) -> Option<usize> {
        self.number("attachments.largest", LARGEST, LARGEST_MAIL)
    }

    /// The clamd that is asked about each file. Outside: none if it is wrong. Inside: none if nobody is asked.
    #[allow(clippy::option_option, reason = "the two mean different things")]
    pub(super) fn scanner(&mut self) -> Option<Option<ScannerAddress>> {
        const NAME: &str = "attachments.scanner";
        match self.optional(NAME).map(|text| text.parse()) {
            None => Some(None),
            Some(Ok(address)) => Some(Some(address)),
            Some(Err(())) => self
                .fault(NAME, "write where clamd listens: unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310"),
        }
    }
}
