//! By what something is recognised that is sent twice.

use serde::Serialize;

use super::open_ticket::NewAttachment;
use crate::domain::ContentHash;

/// What makes two reports of one sender the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// The sender's own name for the report.
    pub key: String,
    /// The hash of what was sent, to tell a repetition from another report under the same key.
    pub fingerprint: ContentHash,
}

impl Once {
    /// The hash of what was sent, with its files.
    #[must_use]
    pub fn fingerprint(sent: &impl Serialize, files: &[NewAttachment]) -> ContentHash {
        let files: Vec<_> =
            files.iter().map(|file| (file.file_name.as_str(), ContentHash::of(&file.bytes))).collect();
        // What was read has a JSON form; an empty one would only compare as different.
        ContentHash::of(&serde_json::to_vec(&(sent, files)).unwrap_or_default())
    }
}
