//! How content a customer was with the way a ticket was handled.

use serde::{Deserialize, Serialize};

use super::{PersonId, TicketId};
use crate::sla::Instant;

/// Two answers only: a scale invites thinking, and few people answer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Content.
    Good,
    /// Not content.
    Bad,
}

impl Verdict {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Good, Self::Bad];

    /// The word in addresses and forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
        }
    }
}

impl std::str::FromStr for Verdict {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|verdict| verdict.as_str() == text);
        found.ok_or_else(|| format!("“{text}” is no verdict: use good or bad"))
    }
}

/// What a customer said of a ticket after it was resolved. The last word counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Satisfaction {
    /// The ticket.
    pub ticket_id: TicketId,
    /// Content or not.
    pub verdict: Verdict,
    /// Why, in the customer's words; may be empty.
    pub comment: String,
    /// Who said so.
    pub person_id: PersonId,
    /// When.
    pub rated_at: Instant,
}
