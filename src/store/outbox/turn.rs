//! Whose notices may be sent next.

use std::ops::RangeInclusive;

use crate::domain::{NoticeBody, OutboxEntry, Urgency};

/// Which notices a sender has room for.
#[derive(Debug, Clone, Default)]
pub struct Turn {
    /// Only those this urgent; none for all.
    pub only: Option<Urgency>,
    /// No mails to these: one to each of them is under way, and may be stuck.
    pub except: Vec<String>,
}

impl Turn {
    /// The priorities of what there is room for, the most urgent first. What has another was written by a later version
    /// of this program, and waits for that.
    pub(super) fn priorities(&self) -> RangeInclusive<i32> {
        0..=match self.only {
            Some(Urgency::Urgent) => Urgency::least_priority(),
            Some(Urgency::Ordinary) | None => NoticeBody::LEAST_PRIORITY,
        }
    }

    /// The address by which a delivery is told apart from those to others.
    #[must_use]
    pub fn address(entry: &OutboxEntry) -> String {
        entry.notice.to.email.as_str().to_owned()
    }
}
