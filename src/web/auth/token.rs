//! Access tokens: JWT (RFC 7519), HMAC-SHA-256, good for ten minutes, in a cookie for pages and as bearer for the API.

use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

use super::Keys;
use crate::domain::{PersonId, Role, SessionId, SessionRecord};
use crate::sla::Instant;

/// How long an access token is good for. Then the session's refresh token is exchanged for the next pair.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// What a token says. Its words are those of RFC 7519 section 4.1 where there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The person.
    pub sub: PersonId,
    /// The role at sign-in, for whoever reads the token; what counts is the role in the database.
    pub role: Role,
    /// The session; forms are bound to it.
    pub sid: SessionId,
    /// When this token was issued, in seconds since 1970.
    pub iat: i64,
    /// When this token stops being good, in seconds since 1970.
    pub exp: i64,
    /// When the person signed in, in seconds since 1970.
    pub auth_time: i64,
}

/// A token that was not accepted. Why is nobody's business but the log's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenRefused {
    /// Not ours, changed, or of another installation.
    #[error("the token is not signed by this installation")]
    NotOurs,
    /// Its time is over, or has not come.
    #[error("the token has expired")]
    Expired,
}

impl Claims {
    /// What an access token of a session says that is issued now. It never outlives its session.
    #[must_use]
    pub fn of(session: &SessionRecord, role: Role, now: Instant) -> Self {
        Self {
            sub: session.person_id,
            role,
            sid: session.id,
            iat: now.timestamp(),
            exp: (now + LIFETIME).min(session.expires_at).timestamp(),
            auth_time: session.created_at.timestamp(),
        }
    }

    /// Signs the claims. Empty where signing fails, which no key of ours can cause; an empty token is refused
    /// everywhere.
    #[must_use]
    pub fn sign(&self, keys: &Keys) -> String {
        encode(&Header::new(Algorithm::HS256), self, &EncodingKey::from_secret(keys.session()))
            .unwrap_or_default()
    }

    /// Reads a token.
    ///
    /// # Errors
    /// [`TokenRefused`] if it is not signed by us with HS256, or if `now` is outside its time.
    pub fn verify(token: &str, keys: &Keys, now: Instant) -> Result<Self, TokenRefused> {
        let mut validation = Validation::new(Algorithm::HS256);
        // The library reads the wall clock; ours is an argument, and checked below.
        validation.validate_exp = false;
        validation.validate_aud = false;
        let claims = decode::<Self>(token, &DecodingKey::from_secret(keys.session()), &validation)
            .map_err(|_| TokenRefused::NotOurs)?
            .claims;
        let seconds = now.timestamp();
        // A minute of grace, for nodes whose clocks differ a little.
        if seconds >= claims.exp || seconds + 60 < claims.iat {
            return Err(TokenRefused::Expired);
        }
        Ok(claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    fn at(minutes: i64) -> Instant {
        Instant::from_timestamp(1_795_000_000 + minutes * 60, 0).unwrap()
    }

    fn session() -> SessionRecord {
        SessionRecord {
            id: SessionId::new(at(0)),
            person_id: PersonId::new(at(0)),
            generation: 3,
            rotation: 0,
            rotated_at: at(0),
            browser: String::new(),
            address: None,
            created_at: at(0),
            expires_at: at(0) + SessionRecord::LONGEST,
            revoked_at: None,
        }
    }

    fn claims() -> Claims {
        Claims::of(&session(), Role::Agent, at(0))
    }

    #[test]
    fn a_token_is_good_for_ten_minutes_and_only_with_our_key() {
        let keys = Keys::derive(b"one");
        let token = claims().sign(&keys);
        for (minutes, outcome) in
            [(0, None), (9, None), (10, Some(TokenRefused::Expired)), (-2, Some(TokenRefused::Expired))]
        {
            assert_eq!(Claims::verify(&token, &keys, at(minutes)).err(), outcome, "after {minutes} min");
        }
        let other = Keys::derive(b"other");
        assert_eq!(Claims::verify(&token, &other, at(0)).unwrap_err(), TokenRefused::NotOurs);
        assert_eq!(Claims::verify("", &keys, at(0)).unwrap_err(), TokenRefused::NotOurs);
    }

    #[test]
    fn an_unsigned_or_altered_token_is_refused() {
        let keys = Keys::derive(b"one");
        let token = claims().sign(&keys);
        let body = token.split('.').nth(1).unwrap();
        let unsigned = format!("{}.{body}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#));
        let mut raised = claims();
        raised.role = Role::Admin;
        let forged_body = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&raised).unwrap());
        let altered = token.replace(body, &forged_body);
        for forged in [unsigned, altered, format!("{token}x")] {
            assert_eq!(Claims::verify(&forged, &keys, at(0)).unwrap_err(), TokenRefused::NotOurs);
        }
    }

    #[test]
    fn a_token_never_outlives_its_session() {
        let session = session();
        let almost = session.expires_at - TimeDelta::minutes(3);
        assert_eq!(Claims::of(&session, Role::Agent, almost).exp, session.expires_at.timestamp());
    }
}
