//! The outbox: notices written in the transaction that caused them, sent afterwards.

use serde::{Deserialize, Serialize};

use super::{Notice, OutboxId};
use crate::sla::Instant;

/// Where a notice stands in the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    /// Waiting for its turn, or for the next try.
    Pending,
    /// Given to the next server, which said yes.
    Sent,
    /// Refused for good, or given up after the last try.
    Failed,
}

/// The road a notice takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutboxChannel {
    /// SMTP.
    Email,
    /// A signed HTTP request to a pager gateway.
    Webhook,
}

/// One notice on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxEntry {
    /// The id.
    pub id: OutboxId,
    /// What caused it, unique: the same cause never gives a second notice to the same recipient.
    pub key: String,
    /// The road.
    pub channel: OutboxChannel,
    /// What it says and to whom.
    pub notice: Notice,
    /// The Message-ID without brackets, fixed when the row is written, so that a repeat is recognisable.
    pub message_id: String,
    /// Where it stands.
    pub state: OutboxState,
    /// Lower leaves first.
    pub priority: i32,
    /// How often sending was tried.
    pub attempts: i32,
    /// When it may be tried next.
    pub next_attempt_at: Instant,
    /// The last error of the other side.
    pub last_error: Option<String>,
    /// When it was written.
    pub created_at: Instant,
    /// When the next server took it.
    pub sent_at: Option<Instant>,
    /// When it was first handed over without hearing what became of it: it may arrive twice, under one Message-ID.
    pub uncertain_at: Option<Instant>,
}

/// Pages and breach notices, by [`NoticeBody::priority`](super::NoticeBody::priority): nothing else may hold them up.
const LEAST_URGENT: i32 = 1;

/// Whether a notice may wait behind others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Urgency {
    /// A page or a breach notice: room is kept for it.
    Urgent,
    /// Anything else.
    Ordinary,
}

impl Urgency {
    /// The largest priority that is urgent; smaller ones leave earlier.
    #[must_use]
    pub fn least_priority() -> i32 {
        LEAST_URGENT
    }
}

impl OutboxEntry {
    /// Whether it may wait behind others.
    #[must_use]
    pub fn urgency(&self) -> Urgency {
        if self.priority <= LEAST_URGENT { Urgency::Urgent } else { Urgency::Ordinary }
    }
}
