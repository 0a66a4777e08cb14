//! Refresh tokens: the session, the number of its rotation, and our code over both. Nothing of them is stored; the
//! database only knows which rotation may be exchanged next.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::Keys;
use super::keys::equal;
use crate::domain::{SessionId, SessionRecord};

/// The token of a session's present rotation.
#[must_use]
pub fn issue(keys: &Keys, session: &SessionRecord) -> String {
    let name = format!("{}.{}", session.id.0.simple(), session.rotation);
    let code = URL_SAFE_NO_PAD.encode(keys.refresh_code(&name));
    format!("{name}.{code}")
}

/// The session and the rotation of a token that is ours.
#[must_use]
pub fn read(keys: &Keys, token: &str) -> Option<(SessionId, i64)> {
    let (name, code) = token.rsplit_once('.')?;
    let given = URL_SAFE_NO_PAD.decode(code).ok()?;
    if !equal(&given, &keys.refresh_code(name)) {
        return None;
    }
    let (session, rotation) = name.split_once('.')?;
    Some((session.parse().ok()?, rotation.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PersonId;
    use crate::sla::Instant;

    #[test]
    fn a_token_names_one_rotation_of_one_session_and_can_not_be_made_up() {
        let now = Instant::from_timestamp(1_795_000_000, 0).unwrap();
        let session = SessionRecord {
            id: SessionId::new(now),
            person_id: PersonId::new(now),
            generation: 0,
            rotation: 4,
            rotated_at: now,
            browser: String::new(),
            address: None,
            created_at: now,
            expires_at: now,
            revoked_at: None,
        };
        let keys = Keys::derive(b"secret");
        let token = issue(&keys, &session);
        assert_eq!(read(&keys, &token), Some((session.id, 4)));
        for wrong in ["", "a.b.c", &token.replacen(".4.", ".5.", 1), &token[1..]] {
            assert_eq!(read(&keys, wrong), None, "{wrong}");
        }
        assert_eq!(read(&Keys::derive(b"other"), &token), None);
    }
}
