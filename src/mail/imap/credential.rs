//! How we sign in to a mailbox.

use std::sync::Arc;

use async_imap::Authenticator;

use super::ImapError;
use super::access_token::AccessTokens;

/// How we sign in to a mailbox.
#[derive(Clone)]
pub enum Credential {
    /// With a password.
    Password(String),
    /// With an access token that is fetched as needed (XOAUTH2).
    OAuth(Arc<AccessTokens>),
}

impl Credential {
    /// Lets go of what may have been refused because it is old; true if another try may do better.
    pub(super) async fn renew(&self) -> bool {
        match self {
            Self::Password(_) => false,
            Self::OAuth(tokens) => tokens.forget().await,
        }
    }
}

/// The one answer of XOAUTH2: who we are, and the token.
pub(super) struct XOAuth2(Option<String>);

impl XOAuth2 {
    pub(super) async fn prepare(user: &str, tokens: &AccessTokens) -> Result<Self, ImapError> {
        let token = tokens.get().await?;
        Ok(Self(Some(format!("user={user}\x01auth=Bearer {token}\x01\x01"))))
    }
}

impl Authenticator for XOAuth2 {
    type Response = String;

    /// A second challenge says why the token was refused; an empty answer lets the server end the exchange.
    fn process(&mut self, _challenge: &[u8]) -> String {
        self.0.take().unwrap_or_default()
    }
}
