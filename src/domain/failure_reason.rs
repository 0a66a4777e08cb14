//! Why a mail did not arrive, as far as it matters to people.

use serde::{Deserialize, Serialize};

/// Why a mail did not arrive, or is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureReason {
    /// Nobody has this address: it was mistyped, or its owner has left.
    NoSuchAddress,
    /// The mailbox holds no more.
    MailboxFull,
    /// The mail is larger than the other side takes.
    TooLarge,
    /// The other side does not want it: a filter, a rule.
    Refused,
    /// The other side could not be reached in time.
    Unreachable,
    /// The other side said nothing that we understand.
    Unknown,
}

/// What servers write where the status code says nothing, in lower case.
const PHRASES: [(FailureReason, &[&str]); 5] = [
    (
        FailureReason::MailboxFull,
        &[
            "mailbox full",
            "mailbox is full",
            "over quota",
            "overquota",
            "quota exceeded",
            "insufficient storage",
        ],
    ),
    (
        FailureReason::NoSuchAddress,
        &[
            "user unknown",
            "unknown user",
            "unknown recipient",
            "no such user",
            "no such address",
            "no such recipient",
            "no mailbox here",
            "not exist",
            "n't exist",
            "not our customer",
            "invalid recipient",
            "unrouteable address",
            "account is disabled",
            "account has been disabled",
            "account that you tried to reach is inactive",
            "domain name not found",
            "host unknown",
        ],
    ),
    (
        FailureReason::TooLarge,
        &["too large", "too big", "size limit", "maximum size", "message size exceeds"],
    ),
    (
        FailureReason::Refused,
        &[
            "spam",
            "policy",
            "blocked",
            "blacklist",
            "blocklist",
            "reputation",
            "not authorized",
            "access denied",
        ],
    ),
    (
        FailureReason::Unreachable,
        &[
            "timed out",
            "timeout exceeded",
            "connection refused",
            "could not connect",
            "unreachable",
            "expired",
        ],
    ),
];

impl FailureReason {
    /// Reads what the other side said: its status code (RFC 3463) where that says something, else its words.
    ///
    /// ```
    /// use punctual::domain::FailureReason;
    ///
    /// let read = |status, said| FailureReason::read(status, said);
    /// assert_eq!(read(Some("5.2.2"), ""), FailureReason::MailboxFull);
    /// assert_eq!(read(None, "550 5.1.1 <ann@example.com>: rejected"), FailureReason::NoSuchAddress);
    /// assert_eq!(read(Some("5.0.0"), "550 User unknown"), FailureReason::NoSuchAddress);
    /// assert_eq!(read(None, "something"), FailureReason::Unknown);
    /// ```
    #[must_use]
    pub fn read(status: Option<&str>, said: &str) -> Self {
        let by_status = status.and_then(enhanced_status).and_then(Self::of_status);
        let by_code = || enhanced_status(said).and_then(Self::of_status);
        by_status.or_else(by_code).unwrap_or_else(|| Self::of_words(said))
    }

    /// In plain words, to stand behind a colon.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::NoSuchAddress => "nobody has this address",
            Self::MailboxFull => "the mailbox is full",
            Self::TooLarge => "the mail is too large for it",
            Self::Refused => "the other mail server does not want it",
            Self::Unreachable => "the other mail server could not be reached",
            Self::Unknown => "the other mail server gave no reason that we understand",
        }
    }

    fn of_status((class, subject, detail): (u16, u16, u16)) -> Option<Self> {
        match (class, subject, detail) {
            // What was wrong with the sender says nothing about the addressee.
            (_, 1, 7 | 8) | (_, 7, _) => Some(Self::Refused),
            // An address that is refused only for now may still be there.
            (4, 1, _) => Some(Self::Unreachable),
            (_, 1, _) | (5, 2, 1) => Some(Self::NoSuchAddress),
            (_, 2, 2) => Some(Self::MailboxFull),
            (_, 2, 3) | (_, 3, 4) => Some(Self::TooLarge),
            // A domain that is not there is reported under the same code as a server that does not answer.
            (4, 4, _) => Some(Self::Unreachable),
            _ => None,
        }
    }

    fn of_words(said: &str) -> Self {
        let said = said.to_lowercase();
        let found = PHRASES.iter().find(|(_, phrases)| phrases.iter().any(|phrase| said.contains(phrase)));
        found.map_or(Self::Unknown, |(reason, _)| *reason)
    }
}

/// The first enhanced status code (RFC 3463 section 2) in a text: class, subject, detail.
fn enhanced_status(text: &str) -> Option<(u16, u16, u16)> {
    let is_part_of_one = |c: char| c.is_ascii_digit() || c == '.';
    text.split(|c: char| !is_part_of_one(c)).find_map(|run| {
        let mut numbers = run.trim_end_matches('.').split('.').map(|digits| match digits.len() {
            1..=3 => digits.parse::<u16>().ok(),
            _ => None,
        });
        let code = (numbers.next()??, numbers.next()??, numbers.next()??);
        (numbers.next().is_none() && matches!(code.0, 2 | 4 | 5)).then_some(code)
    })
}

#[cfg(test)]
mod tests {
    use super::FailureReason::{self, *};

    #[test]
    fn a_reason_is_read_from_the_code_and_else_from_the_words() {
        for (status, said, reason) in [
            (Some("5.1.1"), "", NoSuchAddress),
            (Some("5.1.10"), "", NoSuchAddress),
            (Some("5.2.1"), "mailbox disabled", NoSuchAddress),
            (Some("5.1.8"), "bad sender", Refused),
            (Some("4.2.2"), "", MailboxFull),
            (Some("5.3.4"), "", TooLarge),
            (Some("5.7.1"), "550 5.7.1 spam", Refused),
            (Some("4.4.7"), "expired", Unreachable),
            (Some("4.1.1"), "try later", Unreachable),
            (Some("5.4.4"), "Host or domain name not found", NoSuchAddress),
            (Some("5.4.4"), "Connection timed out", Unreachable),
            (None, "host mx.example[192.0.2.1] said: 550 5.1.1 nobody", NoSuchAddress),
            (None, "192.0.2.1 said: 550 No such user", NoSuchAddress),
            (None, "on 23.11.2026: 552 over quota", MailboxFull),
            (None, "Sorry, no mailbox here by that name. (#5.1.1)", NoSuchAddress),
            (None, "Unrouteable address", NoSuchAddress),
            (None, "message size exceeds the limit", TooLarge),
            (None, "retry timeout exceeded", Unreachable),
            (None, "", Unknown),
            (Some("garbage"), "5.5.5.5", Unknown),
        ] {
            assert_eq!(FailureReason::read(status, said), reason, "{status:?} {said}");
        }
    }
}
