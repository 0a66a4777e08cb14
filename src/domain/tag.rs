//! Tags: short words by which agents sort tickets.

use serde::{Deserialize, Serialize};

/// The longest tag, in characters.
const LONGEST: usize = 40;

/// A tag, in lower case: letters, digits, and `-`, `_`, `.` between them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tag(String);

impl Tag {
    /// How many tags one ticket may bear.
    pub const MOST: usize = 20;

    /// Reads a tag.
    ///
    /// # Errors
    /// What is wrong with it, as a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let tag = text.trim().trim_start_matches('#').to_lowercase();
        let fits = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
        if tag.is_empty() || tag.chars().count() > LONGEST || !tag.chars().all(fits) {
            return Err(format!(
                "“{text}” is no tag: write up to {LONGEST} letters, digits and - _ . without spaces."
            ));
        }
        Ok(Self(tag))
    }

    /// The tag as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Tag {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}
