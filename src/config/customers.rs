//! `[customers]`: how much one of them may write.

use std::num::NonZeroU32;

use super::raw::Raw;
use crate::domain::WritingPace;

impl Raw {
    /// `customers.tickets_per_hour` and `customers.replies_per_hour`; 0 for no limit.
    pub(super) fn writing_pace(&mut self) -> Option<WritingPace> {
        let tickets = self.per_hour("customers.tickets_per_hour", "30");
        let replies = self.per_hour("customers.replies_per_hour", "120");
        Some(WritingPace { tickets: NonZeroU32::new(tickets?), replies: NonZeroU32::new(replies?) })
    }

    fn per_hour(&mut self, path: &str, default: &str) -> Option<u32> {
        self.parsed(path, default, "a number of those in an hour, 0 for no limit")
    }
}
