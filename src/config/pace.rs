//! How fast mail leaves.

use std::num::NonZeroU32;

use super::raw::Raw;

impl Raw {
    /// `smtp.per_minute`; 0 or nothing for no limit.
    pub(super) fn smtp_per_minute(&mut self) -> Option<NonZeroU32> {
        NonZeroU32::new(self.parsed(
            "smtp.per_minute",
            "0",
            "a number of mails in a minute, 0 for no limit",
        )?)
    }
}
