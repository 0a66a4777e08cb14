//! The mails that a person of the provider can do without.

use serde::{Deserialize, Serialize};

/// A kind of mail to the provider's people that each of them chooses. Calls to who is on call, and alarms, are none of
/// them: nobody is out of reach by a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffMail {
    /// A ticket was opened for one's team.
    NewTicket,
    /// The customer wrote in a ticket of one's own.
    CustomerWrote,
    /// A colleague mentioned one in a note.
    Mentioned,
    /// Something was written in a ticket that one follows, or in which one reads along.
    Followed,
    /// A promise is about to break.
    Warning,
}

impl StaffMail {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::NewTicket, Self::CustomerWrote, Self::Mentioned, Self::Followed, Self::Warning];

    /// Whether somebody who has chosen nothing gets it.
    #[must_use]
    pub fn is_sent_unasked(self) -> bool {
        self != Self::NewTicket
    }

    /// The word in the form.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NewTicket => "new_ticket",
            Self::CustomerWrote => "customer_wrote",
            Self::Mentioned => "mentioned",
            Self::Followed => "followed",
            Self::Warning => "warning",
        }
    }
}
