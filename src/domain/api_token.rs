//! Tokens with which programs call the API.

use serde::{Deserialize, Serialize};

use super::{ApiTokenId, PersonId};
use crate::sla::Instant;

/// What a token may do of what its person may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenScope {
    /// Look at everything, and change nothing.
    Read,
    /// Everything but what is a person's own business: sessions and tokens.
    Write,
}

impl TokenScope {
    /// Every scope, the narrower first.
    pub const ALL: [Self; 2] = [Self::Read, Self::Write];

    /// The word in the database and the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// A token as it is kept: without its [secret](super::ApiSecret). A program that has it acts for one person, with the
/// rights that this person has at the moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiToken {
    /// The id.
    pub id: ApiTokenId,
    /// For whom it acts: somebody, or the account of a service.
    pub person_id: PersonId,
    /// What it is called.
    pub name: String,
    /// What it may do.
    pub scope: TokenScope,
    /// When it was made.
    pub created_at: Instant,
    /// From when on it is good for nothing; none for a token without an end.
    pub expires_at: Option<Instant>,
    /// When it was used last, true to the day.
    pub last_used_at: Option<Instant>,
    /// Since when it is good for nothing because somebody ended it.
    pub revoked_at: Option<Instant>,
}

impl ApiToken {
    /// Whether it opens anything at this instant, if its person may.
    #[must_use]
    pub fn is_good(&self, now: Instant) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }

    /// Whether a use at this instant is worth writing down: the first one of a day (UTC).
    #[must_use]
    pub fn is_first_use_of_day(&self, now: Instant) -> bool {
        self.last_used_at.is_none_or(|used| used.date_naive() < now.date_naive())
    }
}

#[cfg(test)]
mod tests {
    use super::{ApiToken, TokenScope};
    use crate::domain::{ApiTokenId, PersonId};
    use crate::sla::Instant;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn a_token_is_good_until_it_ends_or_is_ended_and_its_use_is_written_once_a_day() {
        let made = at("2026-11-23T10:00:00Z");
        let token = ApiToken {
            id: ApiTokenId::new(made),
            person_id: PersonId::new(made),
            name: String::new(),
            scope: TokenScope::Read,
            created_at: made,
            expires_at: Some(at("2026-11-24T10:00:00Z")),
            last_used_at: Some(at("2026-11-23T23:59:59Z")),
            revoked_at: None,
        };
        assert!(token.is_good(at("2026-11-24T09:59:59Z")) && !token.is_good(at("2026-11-24T10:00:00Z")));
        let endless = ApiToken { expires_at: None, ..token.clone() };
        assert!(endless.is_good(at("2036-11-24T10:00:00Z")));
        assert!(!ApiToken { revoked_at: Some(made), ..endless }.is_good(made));
        for (now, is_first) in
            [("2026-11-23T23:59:59Z", false), ("2026-11-23T08:00:00Z", false), ("2026-11-24T00:00:00Z", true)]
        {
            assert_eq!(token.is_first_use_of_day(at(now)), is_first, "{now}");
        }
    }
}
