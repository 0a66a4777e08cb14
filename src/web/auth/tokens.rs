//! What a session is carried by: a short access token, and the refresh token for the next one.

use super::{Claims, refresh_token};
use crate::domain::{Role, SessionRecord};
use crate::sla::Instant;
use crate::web::site::Site;

/// A pair of tokens, as text.
#[derive(Clone)]
pub struct Tokens {
    /// What the access token says.
    pub claims: Claims,
    /// The access token.
    pub access: String,
    /// When it stops being good.
    pub access_expires_at: Instant,
    /// The refresh token, good for one exchange.
    pub refresh: String,
    /// When it stops being good if it is not exchanged.
    pub refresh_expires_at: Instant,
}

impl Tokens {
    /// The tokens of a session's present rotation.
    #[must_use]
    pub fn issue(site: &Site, session: &SessionRecord, role: Role, now: Instant) -> Self {
        let claims = Claims::of(session, role, now);
        Self {
            access: claims.sign(&site.keys),
            access_expires_at: (now + super::LIFETIME).min(session.expires_at),
            refresh: refresh_token::issue(&site.keys, session),
            refresh_expires_at: session.ends_at(),
            claims,
        }
    }
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Tokens(…)")
    }
}
