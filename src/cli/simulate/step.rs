//! The lines of a scenario.

use serde::{Deserialize, Deserializer, de::Error};

use crate::sla::{Author, Channel, Instant, SeverityCode, Status, parse_instant};

/// One line of a scenario.
#[derive(Debug, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(super) enum Step {
    /// The ticket arrives.
    Submit {
        #[serde(deserialize_with = "instant")]
        at: Instant,
        channel: Channel,
        /// May be left out for email, which starts at a severity of the contract's.
        severity: Option<SeverityCode>,
    },
    /// A public reply.
    Reply {
        #[serde(deserialize_with = "instant")]
        at: Instant,
        by: Author,
    },
    /// An agent's acknowledgement.
    Acknowledge {
        #[serde(deserialize_with = "instant")]
        at: Instant,
    },
    /// An internal note.
    Note {
        #[serde(deserialize_with = "instant")]
        at: Instant,
    },
    /// A change of severity.
    Severity {
        #[serde(deserialize_with = "instant")]
        at: Instant,
        to: SeverityCode,
    },
    /// A change of status by an agent.
    Status {
        #[serde(deserialize_with = "instant")]
        at: Instant,
        to: Status,
    },
    /// The customer says that it is solved.
    Solved {
        #[serde(deserialize_with = "instant")]
        at: Instant,
    },
    /// Time moves on to here; the last line.
    Until {
        #[serde(deserialize_with = "instant")]
        at: Instant,
    },
}

impl Step {
    pub(super) fn at(&self) -> Instant {
        match self {
            Self::Submit { at, .. }
            | Self::Reply { at, .. }
            | Self::Acknowledge { at }
            | Self::Note { at }
            | Self::Severity { at, .. }
            | Self::Status { at, .. }
            | Self::Solved { at }
            | Self::Until { at } => *at,
        }
    }
}

fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_instant(&text).map_err(D::Error::custom)
}
