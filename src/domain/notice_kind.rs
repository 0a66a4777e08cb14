//! The kinds of notices there are.

use serde::{Deserialize, Serialize};

use super::{NoticeBody, capitalized};

/// A kind of notice. The words are in addresses and in the database: they stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// We have your report.
    Acknowledgement,
    /// What an agent wrote.
    Reply,
    /// We broke a promise.
    Breach,
    /// It is done.
    Resolution,
    /// Some of your files were too large.
    FilesRefused,
    /// A link to sign in by, or to choose a password.
    AccountLink,
    /// How you sign in was changed.
    AccountChanged,
    /// A ticket was opened for the reader's team.
    NewTicket,
    /// The customer wrote.
    CustomerWrote,
    /// A colleague wrote, or mentions you.
    ColleagueWrote,
    /// A promise is about to break.
    Warning,
    /// Come: you are on call.
    Page,
    /// Something needs a person.
    Alarm,
}

impl NoticeKind {
    /// Every kind: those to customers first.
    pub const ALL: [Self; 13] = [
        Self::Acknowledgement,
        Self::Reply,
        Self::Breach,
        Self::Resolution,
        Self::FilesRefused,
        Self::AccountLink,
        Self::AccountChanged,
        Self::NewTicket,
        Self::CustomerWrote,
        Self::ColleagueWrote,
        Self::Warning,
        Self::Page,
        Self::Alarm,
    ];

    /// What this is, in words for the history: "acknowledgement", "breach notice".
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Acknowledgement => "acknowledgement",
            Self::Reply => "reply",
            Self::Breach => "breach notice",
            Self::Resolution => "resolution notice",
            Self::Warning => "near-breach warning",
            Self::Page => "page",
            Self::NewTicket => "notice of a new ticket",
            Self::CustomerWrote => "customer’s reply",
            Self::ColleagueWrote => "colleague’s message",
            Self::AccountLink => "account link",
            Self::AccountChanged => "account change",
            Self::FilesRefused => "notice of files that were not kept",
            Self::Alarm => "alarm",
        }
    }

    /// The word in addresses and in the database.
    #[must_use]
    pub fn word(self) -> String {
        let word = serde_json::to_value(self).unwrap_or_default();
        word.as_str().unwrap_or_default().to_owned()
    }

    /// What this is, as a heading: "Breach notice".
    #[must_use]
    pub fn title(self) -> String {
        capitalized(self.label())
    }

    /// Whether people of customers are sent such notices. The others go to the provider's people only.
    #[must_use]
    pub fn reaches_customers(self) -> bool {
        !matches!(
            self,
            Self::NewTicket
                | Self::CustomerWrote
                | Self::ColleagueWrote
                | Self::Warning
                | Self::Page
                | Self::Alarm
        )
    }
}

impl std::str::FromStr for NoticeKind {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.word() == text).ok_or("there is no such kind of notice")
    }
}

impl NoticeBody {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> NoticeKind {
        match self {
            Self::Acknowledgement { .. } => NoticeKind::Acknowledgement,
            Self::Reply { .. } => NoticeKind::Reply,
            Self::Breach { .. } => NoticeKind::Breach,
            Self::Resolution { .. } => NoticeKind::Resolution,
            Self::Warning { .. } => NoticeKind::Warning,
            Self::Page { .. } => NoticeKind::Page,
            Self::NewTicket { .. } => NoticeKind::NewTicket,
            Self::CustomerWrote { .. } => NoticeKind::CustomerWrote,
            Self::ColleagueWrote { .. } => NoticeKind::ColleagueWrote,
            Self::AccountLink { .. } => NoticeKind::AccountLink,
            Self::AccountChanged { .. } => NoticeKind::AccountChanged,
            Self::FilesRefused { .. } => NoticeKind::FilesRefused,
            Self::Alarm { .. } => NoticeKind::Alarm,
        }
    }
}
