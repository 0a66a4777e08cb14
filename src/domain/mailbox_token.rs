//! Tokens with which a mail provider's webhook may hand in mail, and do nothing else.

use serde::{Deserialize, Serialize};

use super::MailboxTokenId;
use crate::sla::Instant;

/// A token as it is kept: without its [secret](super::MailboxSecret).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxToken {
    /// The id.
    pub id: MailboxTokenId,
    /// What it is called; the way in has this name in the list of received mail.
    pub name: String,
    /// When it was made.
    pub created_at: Instant,
    /// Since when it is good for nothing.
    pub revoked_at: Option<Instant>,
}
