//! The second step of signing in: codes of six digits that an app shows (TOTP, RFC 6238).

use totp_rs::{Algorithm, Builder, Totp};

use super::{EmailAddress, PersonId, Purpose, SecondStepId, Signer};
use crate::sla::Instant;

/// How long a code is shown, in seconds.
const STEP_SECONDS: u64 = 30;

/// One enrolment of an authenticator app. Its secret is not stored: it is derived from our key and the id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondStep {
    /// The id.
    pub id: SecondStepId,
    /// Whose it is.
    pub person_id: PersonId,
    /// When it was begun.
    pub created_at: Instant,
    /// When the first code was typed; before that it guards nothing.
    pub confirmed_at: Option<Instant>,
    /// The step of the last code that was taken: no code of it or of an earlier one is taken again.
    pub last_step: i64,
}

/// The codes of an enrolment.
pub struct OneTimeCodes(Totp);

impl SecondStep {
    /// The number of the step in which an instant lies: each has one code.
    #[must_use]
    pub fn number_at(instant: Instant) -> i64 {
        instant.timestamp().div_euclid(STEP_SECONDS.cast_signed())
    }

    /// Its codes. None only where the library refuses what it is given, which no address of ours can cause.
    #[must_use]
    pub fn codes(&self, signer: &Signer, account: &EmailAddress) -> Option<OneTimeCodes> {
        let key = signer.derive(Purpose::SecondStep, &self.id.0.simple().to_string());
        let secret: Vec<u8> = key.iter().copied().take(20).collect();
        let builder = Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(1)
            .with_step_duration(STEP_SECONDS)
            .with_secret(secret)
            .with_account_name(account.as_str())
            .with_issuer(Some("Punctual"));
        builder.build().ok().map(OneTimeCodes)
    }
}

impl OneTimeCodes {
    /// The step of a code that is shown at `now`, or one step before or after, for clocks that differ a little.
    #[must_use]
    pub fn step_of(&self, code: &str, now: Instant) -> Option<i64> {
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let is_code = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let seconds = u64::try_from(now.timestamp()).ok()?;
        let step = is_code.then(|| self.0.check(&digits, seconds))??;
        i64::try_from(step).ok()
    }

    /// The code that an app shows at `now`.
    #[must_use]
    pub fn at(&self, now: Instant) -> String {
        self.0.generate(u64::try_from(now.timestamp()).unwrap_or(0)).to_string()
    }

    /// The secret as text, for typing into an app (RFC 4648 base 32).
    #[must_use]
    pub fn key(&self) -> String {
        self.0.secret().to_base32()
    }

    /// The address that an app reads from a picture.
    #[must_use]
    pub fn address(&self) -> String {
        self.0.to_url().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn a_code_is_of_its_step_and_its_neighbours() {
        let signer = Signer::new(vec![7; 32]);
        let now = Instant::from_timestamp(1_795_000_020, 0).unwrap();
        let step = SecondStep {
            id: SecondStepId::new(now),
            person_id: PersonId::new(now),
            created_at: now,
            confirmed_at: None,
            last_step: 0,
        };
        let account = EmailAddress::parse("ann@acme.example").unwrap();
        let codes = step.codes(&signer, &account).unwrap();
        let code = codes.at(now);
        let at = |seconds: i64| codes.step_of(&code, now + TimeDelta::seconds(seconds));
        assert_eq!(at(0), Some(SecondStep::number_at(now)));
        assert_eq!(at(30), at(0));
        assert_eq!(at(-30), at(0));
        assert_eq!(at(90), None);
        assert_eq!(codes.step_of(&format!("{} {}", &code[..3], &code[3..]), now), at(0));
        for wrong in ["", "12345", "1234567", "abcdef"] {
            assert_eq!(codes.step_of(wrong, now), None, "{wrong}");
        }
        assert!(
            codes.address().starts_with("otpauth://totp/Punctual:ann%40acme.example?secret="),
            "{}",
            codes.address()
        );
        assert_eq!(codes.key().len(), 32);
    }
}
