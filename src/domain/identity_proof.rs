//! How somebody who asked for help with signing in proved who they are.
//!
//! Ways, and no text: the audit log keeps it, and nothing of it can be erased.

/// A way that is as good as the one by which the account was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdentityProof {
    /// They stood before somebody who knows them.
    InPerson,
    /// They were called back on a number that was known before.
    CalledBack,
    /// They were seen on a video call by somebody who knows them.
    Video,
    /// They showed an official document.
    Document,
    /// Their manager, or another contact of their company, confirmed it, having been asked by a way that was known before.
    Vouched,
}

impl IdentityProof {
    /// Every way.
    pub const ALL: [Self; 5] = [Self::InPerson, Self::CalledBack, Self::Video, Self::Document, Self::Vouched];

    /// The word in forms and in the audit log.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::CalledBack => "called_back",
            Self::Video => "video_call",
            Self::Document => "official_document",
            Self::Vouched => "vouched_for",
        }
    }

    /// The same in a few words for people.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::InPerson => "Met in person, by somebody who knows them",
            Self::CalledBack => "Called back on a number that we knew before",
            Self::Video => "Seen on a video call, by somebody who knows them",
            Self::Document => "Showed an official document",
            Self::Vouched => "Confirmed by a manager or colleague, whom we asked ourselves",
        }
    }
}

impl std::str::FromStr for IdentityProof {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|proof| proof.as_str() == text);
        found.ok_or_else(|| "Say how they proved who they are.".to_owned())
    }
}
