//! Links that are mailed to a person and good once: for a new password, a sign-in, an invitation.

use serde::{Deserialize, Serialize};

use super::{LinkId, PersonId, Purpose, Signer};
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
}

impl Link {
    /// Whether it is good at `now`.
    #[must_use]
    pub fn is_good(&self, now: Instant) -> bool {
        self.used_at.is_none() && now < self.expires_at
    }
}

impl LinkId {
    /// The page of a link: a path with its token.
    #[must_use]
    pub fn path(self, signer: &Signer) -> String {
        let id = self.0.simple().to_string();
        let signature = signer.sign(Purpose::AccountLink, &id);
        format!("/link/{id}.{signature}")
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
        let token = path.strip_prefix("/link/").unwrap();
        assert_eq!(LinkId::of_token(token, &signer), Some(id));
        assert_eq!(LinkId::of_token(token, &Signer::new(vec![2; 32])), None);
        assert_eq!(LinkId::of_token(&token.replace('.', ""), &signer), None);
        assert_eq!(LinkId::of_token(&format!("{token}0"), &signer), None);
    }
}
