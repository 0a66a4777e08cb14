//! The short time between the right password and the code of the second step.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;

use super::Keys;
use super::keys::equal;
use crate::domain::PersonId;
use crate::sla::Instant;

/// How long somebody may take for the second step.
pub const PATIENCE: TimeDelta = TimeDelta::minutes(10);

/// A mark that somebody has proved their password. A new password or an end of their sessions ends it too.
#[must_use]
pub fn issue(keys: &Keys, person: PersonId, generation: i64, now: Instant) -> String {
    let name = format!("{}.{generation}.{}", person.0.simple(), (now + PATIENCE).timestamp());
    let code = URL_SAFE_NO_PAD.encode(keys.pending_code(&name));
    format!("{name}.{code}")
}

/// The person and the generation of a mark that is ours and not too old.
#[must_use]
pub fn read(keys: &Keys, mark: &str, now: Instant) -> Option<(PersonId, i64)> {
    let (name, code) = mark.rsplit_once('.')?;
    let given = URL_SAFE_NO_PAD.decode(code).ok()?;
    if !equal(&given, &keys.pending_code(name)) {
        return None;
    }
    let mut parts = name.split('.');
    let (person, generation, until) = (parts.next()?, parts.next()?, parts.next()?);
    let is_over = now.timestamp() >= until.parse().ok()?;
    if is_over { None } else { Some((person.parse().ok()?, generation.parse().ok()?)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_ours_and_young() {
        let now = Instant::from_timestamp(1_795_000_000, 0).unwrap();
        let (keys, person) = (Keys::derive(b"secret"), PersonId::new(now));
        let mark = issue(&keys, person, 3, now);
        assert_eq!(read(&keys, &mark, now + TimeDelta::minutes(9)), Some((person, 3)));
        assert_eq!(read(&keys, &mark, now + PATIENCE), None);
        assert_eq!(read(&keys, &mark.replacen(".3.", ".4.", 1), now), None);
        assert_eq!(read(&Keys::derive(b"other"), &mark, now), None);
    }
}
