//! How we sign in to a mailbox: with a password, or with access tokens (XOAUTH2).

use std::sync::Arc;

use super::raw::{Raw, is_web_address};
use crate::mail::{AccessTokens, Credential, TokenEndpoint};

impl Raw {
    /// The password, or what access tokens are fetched with; one of the two has to be set.
    pub(super) fn credential(&mut self, at: &str) -> Option<Credential> {
        if self.is_set(&format!("{at}.token_url")) {
            return self.access_tokens(at).map(|tokens| Credential::OAuth(Arc::new(tokens)));
        }
        let what = "the password to sign in with, or token_url, client_id and refresh_token for XOAUTH2";
        self.required_secret(&format!("{at}.password"), what).map(Credential::Password)
    }

    fn access_tokens(&mut self, at: &str) -> Option<AccessTokens> {
        let url = self.checked(&format!("{at}.token_url"), "", is_web_address);
        let client_id = self.required(&format!("{at}.client_id"), "who we are at the token endpoint");
        let refresh_token =
            self.required_secret(&format!("{at}.refresh_token"), "what access tokens are given for");
        let client_secret = self.secret(&format!("{at}.client_secret"));
        let scope = self.optional(&format!("{at}.scope"));
        if self.is_set(&format!("{at}.password")) || self.is_set(&format!("{at}.password_file")) {
            return self
                .fault(&format!("{at}.password"), "with token_url there is no password: leave one out");
        }
        let endpoint = TokenEndpoint {
            url: url?,
            client_id: client_id?,
            client_secret,
            refresh_token: refresh_token?,
            scope,
        };
        match AccessTokens::new(endpoint) {
            Ok(tokens) => Some(tokens),
            Err(error) => self.fault(&format!("{at}.token_url"), &error),
        }
    }
}
