//! Session tokens: JWT (RFC 7519), HMAC-SHA-256, in a cookie for pages and as bearer for the API.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

use super::Keys;
use crate::domain::{PersonId, Role};
use crate::sla::Instant;

/// How long a token is good for, in seconds. A token in use is renewed, see [`Claims::is_worth_renewing`].
pub const LIFETIME_SECONDS: i64 = 12 * 3600;
/// How long after the sign-in a token is renewed at most, in seconds; then the person signs in again.
const LONGEST_SESSION_SECONDS: i64 = 7 * 24 * 3600;
/// How old a token gets before a request renews it, in seconds.
const RENEW_AFTER_SECONDS: i64 = 3600;

/// What a token says. Its words are those of RFC 7519 section 4.1 where there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The person.
    pub sub: PersonId,
    /// The role at sign-in, for whoever reads the token; what counts is the role in the database.
    pub role: Role,
    /// The person's token generation: raising it ends every session at once.
    pub generation: i64,
    /// The session, kept over renewals; forms are bound to it.
    pub sid: String,
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
    /// The claims of a session that begins now.
    #[must_use]
    pub fn begin(person: PersonId, role: Role, generation: i64, now: Instant) -> Self {
        let seconds = now.timestamp();
        Self {
            sub: person,
            role,
            generation,
            sid: super::random::hex(16),
            iat: seconds,
            exp: seconds + LIFETIME_SECONDS,
            auth_time: seconds,
        }
    }

    /// The same session with a later end, but never beyond a week after the sign-in.
    #[must_use]
    pub fn renewed(&self, now: Instant) -> Self {
        let seconds = now.timestamp();
        let exp = (seconds + LIFETIME_SECONDS).min(self.auth_time + LONGEST_SESSION_SECONDS);
        Self { iat: seconds, exp, ..self.clone() }
    }

    /// Whether the token is old enough that a page should hand out a fresh one.
    #[must_use]
    pub fn is_worth_renewing(&self, now: Instant) -> bool {
        let seconds = now.timestamp();
        seconds - self.iat >= RENEW_AFTER_SECONDS && self.exp < self.auth_time + LONGEST_SESSION_SECONDS
    }

    /// Signs the claims. Empty where signing fails, which no key of ours can cause; an empty token is refused everywhere.
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

    fn at(hours: i64) -> Instant {
        Instant::from_timestamp(1_795_000_000 + hours * 3600, 0).unwrap()
    }

    fn claims() -> Claims {
        Claims::begin(PersonId::new(at(0)), Role::Agent, 3, at(0))
    }

    #[test]
    fn a_token_is_good_for_twelve_hours_and_only_with_our_key() {
        let keys = Keys::derive(b"one");
        let token = claims().sign(&keys);
        for (hours, outcome) in
            [(0, None), (11, None), (12, Some(TokenRefused::Expired)), (-1, Some(TokenRefused::Expired))]
        {
            assert_eq!(Claims::verify(&token, &keys, at(hours)).err(), outcome, "after {hours} h");
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
    fn a_session_in_use_lasts_a_week_at_most() {
        let mut session = claims();
        let mut hours = 0;
        while session.exp > at(hours).timestamp() {
            if session.is_worth_renewing(at(hours)) {
                session = session.renewed(at(hours));
            }
            hours += 1;
        }
        assert_eq!(hours, 7 * 24);
    }
}
