//! A public reply in the moments before it leaves, in which its author may take it back.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::{ContentHash, FileName, HeldReplyId, PersonId, TicketId};
use crate::sla::{Instant, Status};

/// For how long a reply can be taken back.
pub const HOLD: TimeDelta = TimeDelta::seconds(10);

/// A file that leaves with a held reply, or lies with a draft; its bytes are stored already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldFile {
    /// Its name.
    pub file_name: FileName,
    /// The media type its sender claimed.
    pub content_type: String,
    /// Its bytes.
    pub content: ContentHash,
}

impl HeldFile {
    /// What it is known by among the files that lie with it: its bytes and its name.
    #[must_use]
    pub fn mark(&self) -> String {
        format!("{} {}", self.content.0, self.file_name.as_str())
    }
}

/// A public reply that has not left yet: nobody outside sees it, and it has met no clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldReply {
    /// The id.
    pub id: HeldReplyId,
    /// The ticket.
    pub ticket_id: TicketId,
    /// Who wrote it.
    pub author_id: PersonId,
    /// The text.
    pub text: String,
    /// The status to set as it leaves.
    pub then: Option<Status>,
    /// Its files.
    pub files: Vec<HeldFile>,
    /// When its author sent it.
    pub written_at: Instant,
    /// When it leaves.
    pub leaves_at: Instant,
}
