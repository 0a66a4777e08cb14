//! The ready-made views of the queue.

use super::Icon;

/// A view of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum QueueView {
    /// Everything that is not done.
    #[default]
    Open,
    /// What the reader works.
    Mine,
    /// What nobody works yet.
    Unassigned,
    /// Mails that read more severe than they are.
    Triage,
    /// What has a broken promise.
    Breached,
    /// What waits for the customer.
    Waiting,
    /// What the reader follows.
    Following,
    /// What is put away until later.
    Snoozed,
    /// Resolved and closed.
    Done,
    /// Everything.
    All,
}

impl QueueView {
    /// Every view, in the order of the menu.
    pub const ALL: [Self; 10] = [
        Self::Open,
        Self::Mine,
        Self::Unassigned,
        Self::Triage,
        Self::Breached,
        Self::Waiting,
        Self::Following,
        Self::Snoozed,
        Self::Done,
        Self::All,
    ];

    /// The word in the address.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Mine => "mine",
            Self::Unassigned => "unassigned",
            Self::Triage => "triage",
            Self::Breached => "breached",
            Self::Waiting => "waiting",
            Self::Following => "following",
            Self::Snoozed => "snoozed",
            Self::Done => "done",
            Self::All => "all",
        }
    }

    /// Reads the word; any other is the first view.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|view| view.as_str() == word).unwrap_or_default()
    }

    /// Its name in the menu.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "Queue",
            Self::Mine => "Mine",
            Self::Unassigned => "Unassigned",
            Self::Triage => "Triage",
            Self::Breached => "Breached",
            Self::Waiting => "Waiting",
            Self::Following => "Following",
            Self::Snoozed => "Snoozed",
            Self::Done => "Done",
            Self::All => "All tickets",
        }
    }

    /// Where it is.
    #[must_use]
    pub fn href(self) -> &'static str {
        match self {
            Self::Open => "/desk",
            Self::Mine => "/desk?view=mine",
            Self::Unassigned => "/desk?view=unassigned",
            Self::Triage => "/desk?view=triage",
            Self::Breached => "/desk?view=breached",
            Self::Waiting => "/desk?view=waiting",
            Self::Following => "/desk?view=following",
            Self::Snoozed => "/desk?view=snoozed",
            Self::Done => "/desk?view=done",
            Self::All => "/desk?view=all",
        }
    }

    /// Its sign.
    #[must_use]
    pub fn icon(self) -> Icon {
        match self {
            Self::Open => Icon::Queue,
            Self::Mine => Icon::Person,
            Self::Unassigned => Icon::Inbox,
            Self::Triage => Icon::Alert,
            Self::Breached => Icon::Cross,
            Self::Waiting => Icon::Pause,
            Self::Following => Icon::Bell,
            Self::Snoozed => Icon::Moon,
            Self::Done => Icon::Check,
            Self::All => Icon::Search,
        }
    }

    /// What the view shows, as a line below its name.
    #[must_use]
    pub fn caption(self) -> &'static str {
        match self {
            Self::Open => "What breaks next comes first.",
            Self::Mine => "Open tickets that are assigned to you.",
            Self::Unassigned => "Open tickets that nobody works yet.",
            Self::Triage => "Mails that read more severe than mail starts. Somebody has to decide.",
            Self::Breached => "Open tickets on which we broke a promise.",
            Self::Waiting => "Tickets on which the next step is the customer’s.",
            Self::Following => {
                "Tickets that you follow, or were mentioned in: done ones and snoozed ones too."
            }
            Self::Snoozed => {
                "Tickets that are put away until later, the first to come back first. Their clocks run on."
            }
            Self::Done => "Resolved and closed tickets, the last changed first.",
            Self::All => "Every ticket, open ones first.",
        }
    }
}
