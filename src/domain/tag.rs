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
                "“{}” is no tag: write up to {LONGEST} letters, digits and - _ . without spaces.",
                text.trim()
            ));
        }
        Ok(Self(tag))
    }

    /// Reads tags with commas between them; what is empty between two commas is none. A space doesn't part tags: whoever
    /// writes two words for one tag is told so, instead of finding two tags.
    ///
    /// # Errors
    /// What is wrong with the first that is no tag, as a sentence.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, String> {
        let tags = text.split(',').filter(|tag| !tag.trim().is_empty()).map(Self::parse);
        tags.collect::<Result<_, _>>().map_err(|fault| format!("{fault} Put commas between tags."))
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

#[cfg(test)]
mod tests {
    use super::Tag;

    #[test]
    fn commas_part_tags_and_nothing_else_does() {
        for (text, wanted) in [
            ("", Some(vec![])),
            ("billing", Some(vec!["billing"])),
            ("billing, #VIP,,q-1 ,", Some(vec!["billing", "vip", "q-1"])),
            ("billing vip", None),
            ("billing, a/b", None),
            ("billing; vip", None),
        ] {
            let found = Tag::parse_list(text);
            let words = found.as_ref().map(|tags| tags.iter().map(Tag::as_str).collect::<Vec<_>>());
            assert_eq!(words.ok(), wanted, "{text}: {found:?}");
        }
        assert!(Tag::parse_list("ok, two words").unwrap_err().starts_with("“two words” is no tag"));
    }
}
