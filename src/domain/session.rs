//! Sessions: one browser or program that is signed in as somebody.

use chrono::TimeDelta;

use super::{PersonId, SessionId};
use crate::sla::Instant;

/// What is kept of a session. Its tokens are not: they are signed, and say which rotation they are of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRecord {
    /// The id.
    pub id: SessionId,
    /// Who is signed in.
    pub person_id: PersonId,
    /// The generation of the person's sessions under which it began: raising the person's ends it.
    pub generation: i64,
    /// How often its refresh token was exchanged; only the token of this rotation can be exchanged next.
    pub rotation: i64,
    /// When it was exchanged last, or begun.
    pub rotated_at: Instant,
    /// Which browser or program, in words: "Firefox on Linux".
    pub browser: String,
    /// Where it was last seen, without the part that names a single household.
    pub address: Option<String>,
    /// When the person signed in.
    pub created_at: Instant,
    /// When the person has to sign in again, however much the session is used.
    pub expires_at: Instant,
    /// When it was ended by hand, or because an old token of it turned up.
    pub revoked_at: Option<Instant>,
}

impl SessionRecord {
    /// How long after the sign-in a session lasts at most.
    pub const LONGEST: TimeDelta = TimeDelta::days(7);
    /// How long a session lasts that is not used.
    pub const LONGEST_UNUSED: TimeDelta = TimeDelta::hours(12);

    /// Whether it holds at `now` under the person's present generation.
    #[must_use]
    pub fn is_live(&self, generation: i64, now: Instant) -> bool {
        self.revoked_at.is_none() && self.generation == generation && now < self.ends_at()
    }

    /// When it ends if it is not used again.
    #[must_use]
    pub fn ends_at(&self) -> Instant {
        (self.rotated_at + Self::LONGEST_UNUSED).min(self.expires_at)
    }
}
