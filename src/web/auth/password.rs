//! Passwords: argon2id, one way, with equal time for accounts that exist and accounts that don't.

use std::sync::OnceLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::app::BreachedPasswords;
use crate::domain::Person;

/// Memory in KiB, passes and lanes, as the OWASP password storage cheat sheet recommends them for argon2id.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The fewest characters of a new password (NIST SP 800-63B asks for at least 8).
pub const SHORTEST: usize = 12;
/// How many guesses a new password must withstand, as a power of ten: what a guesser with lists of common passwords,
/// names and patterns needs, not what counting kinds of letters says.
const FEWEST_GUESSES: f64 = 9.0;
/// The product and its trade, which guessers try first here.
const CONTEXT: [&str; 4] = ["punctual", "helpdesk", "support", "ticket"];
/// The most bytes of a password, so that hashing one costs no more than any other.
pub const LONGEST_BYTES: usize = 512;

/// A password as typed. It is never shown, logged or stored.
#[derive(Clone)]
pub struct Password(String);

/// Why a text can't be a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Fewer than [`SHORTEST`] characters.
    #[error("use at least {SHORTEST} characters; a few words in a row are easy to remember")]
    TooShort,
    /// Common, or made of what is known about its owner.
    #[error("this one is easy to guess; use a few words that have nothing to do with each other or with you")]
    Guessable,
    /// More than [`LONGEST_BYTES`] bytes.
    #[error("use at most {LONGEST_BYTES} bytes")]
    TooLong,
}

/// Hashing failed: the machine has no memory or no randomness left.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed: {0}")]
pub struct HashingFailed(String);

impl std::fmt::Debug for Password {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Password(…)")
    }
}

impl Password {
    /// A password that somebody chooses.
    ///
    /// # Errors
    /// [`WeakPassword`] if it is too short, too long or easily guessed. There are no rules about kinds of letters.
    pub fn choose(text: &str) -> Result<Self, WeakPassword> {
        Self::choose_beside(text, &[])
    }

    /// The same for somebody whose name and address guessers would try.
    ///
    /// # Errors
    /// As [`Password::choose`].
    pub fn choose_for(text: &str, person: &Person) -> Result<Self, WeakPassword> {
        let names = person.name.split_whitespace();
        let words: Vec<&str> = names.chain([person.email.local(), person.email.domain()]).collect();
        Self::choose_beside(text, &words)
    }

    fn choose_beside(text: &str, words: &[&str]) -> Result<Self, WeakPassword> {
        if text.chars().count() < SHORTEST {
            return Err(WeakPassword::TooShort);
        }
        if text.len() > LONGEST_BYTES {
            return Err(WeakPassword::TooLong);
        }
        let known: Vec<&str> = words.iter().chain(&CONTEXT).copied().collect();
        if zxcvbn::zxcvbn(text, &known).guesses_log10() < FEWEST_GUESSES {
            return Err(WeakPassword::Guessable);
        }
        Ok(Self(text.to_owned()))
    }

    /// A password that somebody signs in with: anything, since only the right one matters. Bytes beyond
    /// [`LONGEST_BYTES`] are dropped, because no stored password has any.
    #[must_use]
    pub fn given(text: &str) -> Self {
        let mut end = text.len().min(LONGEST_BYTES + 4);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Self(text.get(..end).unwrap_or_default().to_owned())
    }

    /// Whether it is among those that were stolen elsewhere.
    ///
    /// # Errors
    /// Where their file can't be read.
    pub fn is_among(&self, breached: &BreachedPasswords) -> std::io::Result<bool> {
        breached.hold(&self.0)
    }

    /// Hashes with a new random salt, as a PHC string. Takes tens of milliseconds: call it off the event loop.
    ///
    /// # Errors
    /// [`HashingFailed`] if there is no memory or randomness.
    pub fn hash(&self) -> Result<String, HashingFailed> {
        let hashed = hasher()?.hash_password(self.0.as_bytes());
        hashed.map(|hash| hash.to_string()).map_err(|error| HashingFailed(error.to_string()))
    }

    /// Whether a stored hash was made with other parameters than today's, and should be made anew when its password is
    /// at hand.
    #[must_use]
    pub fn is_outdated(stored: &str) -> bool {
        !stored.starts_with(&format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}$"))
    }

    /// Whether this is the password behind a stored hash. Without a stored hash, as for an unknown account, it takes the
    /// same time and answers no, so that the time tells nobody which accounts exist.
    #[must_use]
    pub fn matches(&self, stored: Option<&str>) -> bool {
        let against = stored.unwrap_or_else(|| nobodys_hash());
        let is_right = PasswordHash::new(against).is_ok_and(|hash| {
            hasher().is_ok_and(|argon| argon.verify_password(self.0.as_bytes(), &hash).is_ok())
        });
        is_right && stored.is_some()
    }
}

fn hasher() -> Result<Argon2<'static>, HashingFailed> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|e| HashingFailed(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash of a random password that nobody has.
fn nobodys_hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| Password(super::random::hex(32)).hash().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{EmailAddress, PersonId, Role};
    use crate::sla::Instant;

    #[test]
    fn only_the_chosen_password_matches_and_two_hashes_of_it_differ() {
        let chosen = Password::choose("correct horse battery").unwrap();
        let hash = chosen.hash().unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(Password::given("correct horse battery").matches(Some(&hash)));
        assert!(!Password::given("correct horse batterY").matches(Some(&hash)));
        assert!(!Password::given("").matches(Some(&hash)));
        assert!(!Password::given("correct horse battery").matches(Some("no hash at all")));
        assert_ne!(hash, chosen.hash().unwrap());
    }

    #[test]
    fn an_account_without_a_password_never_matches() {
        assert!(!Password::given("anything").matches(None));
    }

    #[test]
    fn short_endless_and_common_passwords_are_refused_and_phrases_of_any_letters_taken() {
        let ann = Person {
            id: PersonId::new(Instant::from_timestamp(0, 0).unwrap()),
            email: EmailAddress::parse("ann.marlow@candleworks.example").unwrap(),
            name: "Ann Marlow".to_owned(),
            role: Role::Customer,
            organization_id: None,
            team_id: None,
            time_zone: chrono_tz::UTC,
            receives_breach_notices: false,
            is_active: true,
            created_at: Instant::from_timestamp(0, 0).unwrap(),
        };
        for (text, outcome) in [
            ("elevenchars", Err(WeakPassword::TooShort)),
            (&"x".repeat(513), Err(WeakPassword::TooLong)),
            ("password1234", Err(WeakPassword::Guessable)),
            ("qwertyuiop12", Err(WeakPassword::Guessable)),
            ("iloveyou123456", Err(WeakPassword::Guessable)),
            ("aaaaaaaaaaaaaaaa", Err(WeakPassword::Guessable)),
            ("candleworks2026", Err(WeakPassword::Guessable)),
            ("AnnMarlow1984", Err(WeakPassword::Guessable)),
            ("punctualpunctual", Err(WeakPassword::Guessable)),
            ("zwölf zahme zähne", Ok(())),
            ("brick harbour velvet noon", Ok(())),
            ("xkqzjvwmptrb", Ok(())),
        ] {
            assert_eq!(Password::choose_for(text, &ann).map(drop), outcome, "{text}");
        }
        assert!(Password::given(&"ü".repeat(10_000)).0.len() <= LONGEST_BYTES + 4);
    }

    #[test]
    fn the_commonest_stolen_passwords_are_refused_without_a_list() {
        for text in [
            "123456789012",
            "1234567890123",
            "123456789123",
            "000000000000",
            "111111111111",
            "123123123123",
            "121212121212",
            "qwertyuiop123",
            "qwertyuiopasdfghjkl",
            "1q2w3e4r5t6y",
            "1qaz2wsx3edc",
            "zaq12wsxcde3",
            "q1w2e3r4t5y6",
            "asdfghjkl123",
            "asdfghjkl;'",
            "zxcvbnm123456",
            "password1234",
            "password12345",
            "passwordpassword",
            "Password123!",
            "P@ssw0rd1234",
            "p@ssword1234",
            "iloveyou1234",
            "iloveyouforever",
            "letmein12345",
            "welcome12345",
            "Welcome2024!",
            "administrator",
            "administrator1",
            "changeme1234",
            "trustno1trustno1",
            "football1234",
            "baseball1234",
            "sunshine1234",
            "princess1234",
            "michael12345",
            "jennifer1234",
            "superman1234",
            "liverpool123",
            "chocolate123",
            "computer1234",
            "abcdefghijkl",
            "abcd12345678",
            "abc123abc123",
            "qwerty123456",
            "qwerty1234567",
            "monkey123456",
            "dragon123456",
            "samsung12345",
            "manchesterunited",
        ] {
            assert!(Password::choose(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_password_is_not_printed() {
        assert!(!format!("{:?}", Password::given("secret words")).contains("secret"));
    }
}
