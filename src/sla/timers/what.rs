//! The kinds of facts.

use crate::sla::words::words;

words! {
    /// What a [`Fact`](super::Fact) says.
    pub enum What {
        /// A clock started or restarted, at the event that started it, also when it is held over.
        Started = "started",
        /// The clock that just started counts only from the next covered time.
        HeldOver = "held_over",
        /// A share of the target set by the contract is used up.
        Warned = "warned",
        /// The due instant went by; the fact carries that instant.
        Breached = "breached",
        /// The promise was kept.
        Met = "met",
        /// The promise was kept after its due instant.
        MetLate = "met_late",
        /// The clock stands still while the customer has to act.
        Paused = "paused",
        /// The clock goes on, with a new due instant.
        Resumed = "resumed",
        /// A change of severity, or of the calendar, moved the due instant.
        DueChanged = "due_changed",
        /// A clock that ran or was paused counts no longer, and nothing met it.
        Stopped = "stopped",
        /// A person is called.
        Page = "page",
        /// A message is sent.
        Email = "email",
    }
}

impl What {
    /// The place of a fact among those of one instant: what ended, what started, warnings, pages, emails.
    pub(super) fn rank(self) -> u8 {
        match self {
            Self::Breached | Self::Met | Self::MetLate | Self::Stopped => 0,
            Self::Started | Self::HeldOver | Self::Paused | Self::Resumed | Self::DueChanged => 1,
            Self::Warned => 2,
            Self::Page => 3,
            Self::Email => 4,
        }
    }
}
