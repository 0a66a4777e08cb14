//! Links that are mailed to a person and good once: for a new password, a sign-in, an invitation.

use serde::{Deserialize, Serialize};

use super::{AskingSecret, LinkId, PersonId, Purpose, Signer, mailed_path};
use crate::sla::Instant;

/// What a link is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkPurpose {
    /// Choosing a new password.
    PasswordReset,
    /// Signing in without a password.
    SignIn,
    /// Choosing the first password.
    Invitation,
}

/// A link. Its token is not stored: it is the id with our signature over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The id.
    pub id: LinkId,
    /// Whom it was mailed to.
    pub person_id: PersonId,
    /// What it is good for.
    pub purpose: LinkPurpose,
    /// When it was mailed.
    pub created_at: Instant,
    /// When it stops being good.
    pub expires_at: Instant,
    /// When it was used or withdrawn.
    pub used_at: Option<Instant>,
    /// The hash of the [`AskingSecret`] of the browser that asked for it; none for a link that any browser may use.
    pub asked_by: Option<String>,
}

impl Link {
    /// Whether it is good at `now`.
    #[must_use]
    pub fn is_good(&self, now: Instant) -> bool {
        self.used_at.is_none() && now < self.expires_at
    }

    /// Whether the browser with this secret asked for it, or any may use it.
    #[must_use]
    pub fn is_for(&self, browser: Option<&AskingSecret>) -> bool {
        match &self.asked_by {
            Some(hash) => browser.is_some_and(|secret| equal(hash, &secret.hash())),
            None => true,
        }
    }

    /// Whether this is the number that the browser shows that asked for it; spaces don't matter.
    #[must_use]
    pub fn has_number(&self, typed: &str, signer: &Signer) -> bool {
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        self.asked_by.as_ref().is_some_and(|hash| equal(&number(hash, signer), &digits))
    }
}

impl AskingSecret {
    /// The number that its browser shows: six digits, to be typed where the link is opened in another one.
    #[must_use]
    pub fn number(&self, signer: &Signer) -> String {
        number(&self.hash(), signer)
    }
}

fn number(hash: &str, signer: &Signer) -> String {
    let [a, b, c, d, ..] = signer.derive(Purpose::AskingNumber, hash);
    format!("{:06}", u32::from_be_bytes([a, b, c, d]) % 1_000_000)
}

fn equal(one: &str, other: &str) -> bool {
    subtle::ConstantTimeEq::ct_eq(one.as_bytes(), other.as_bytes()).into()
}

impl LinkId {
    /// The page of a link: a path with its token.
    #[must_use]
    pub fn path(self, signer: &Signer) -> String {
        let id = self.0.simple().to_string();
        let signature = signer.sign(Purpose::AccountLink, &id);
        mailed_path("/link", &format!("{id}.{signature}"))
    }

    /// The link whose token this is; none for one that we did not sign.
    #[must_use]
    pub fn of_token(token: &str, signer: &Signer) -> Option<Self> {
        let (id, signature) = token.split_once('.')?;
        signer.verify(Purpose::AccountLink, id, signature).then(|| id.parse().ok())?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_can_not_be_made_up() {
        let signer = Signer::new(vec![1; 32]);
        let id = LinkId::new(Instant::from_timestamp(1_795_000_000, 0).unwrap());
        let path = id.path(&signer);
        let token = path.strip_prefix("/link#").unwrap();
        assert_eq!(LinkId::of_token(token, &signer), Some(id));
        assert_eq!(LinkId::of_token(token, &Signer::new(vec![2; 32])), None);
        assert_eq!(LinkId::of_token(&token.replace('.', ""), &signer), None);
        assert_eq!(LinkId::of_token(&format!("{token}0"), &signer), None);
    }

    #[test]
    fn a_link_knows_the_browser_that_asked_for_it_and_the_number_that_it_shows() {
        let signer = Signer::new(vec![1; 32]);
        let (asking, other) = (AskingSecret::from_random([1; 32]), AskingSecret::from_random([2; 32]));
        let now = Instant::from_timestamp(1_795_000_000, 0).unwrap();
        let link = |asked_by: Option<String>| Link {
            id: LinkId::new(now),
            person_id: PersonId::new(now),
            purpose: LinkPurpose::SignIn,
            created_at: now,
            expires_at: now,
            used_at: None,
            asked_by,
        };
        let bound = link(Some(asking.hash()));
        assert!(bound.is_for(Some(&asking)));
        assert!(!bound.is_for(Some(&other)) && !bound.is_for(None));
        let number = asking.number(&signer);
        let (start, end) = number.split_at(3);
        assert!(bound.has_number(&number, &signer) && bound.has_number(&format!(" {start} {end}"), &signer));
        for wrong in ["", "1", start, &other.number(&signer), &asking.number(&Signer::new(vec![2; 32]))] {
            assert!(!bound.has_number(wrong, &signer), "{wrong}");
        }
        let free = link(None);
        assert!(free.is_for(None) && free.is_for(Some(&other)) && !free.has_number("", &signer));
    }
}
