//! Access tokens from a provider's token endpoint, by a refresh token (RFC 6749 section 6).

use std::time::Duration;

use reqwest::redirect::Policy;
use serde::Deserialize;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::ImapError;
use crate::mail::tls::client_config;

/// An endpoint that takes longer is asked again with the next try.
const TIMEOUT: Duration = Duration::from_secs(20);
/// A token is fetched anew so long before its end.
const SPARE: Duration = Duration::from_secs(60);
/// How long a token is good whose answer does not say (providers give an hour).
const USUAL_LIFE: u64 = 300;
/// No token is kept longer than a day, whatever the answer says.
const LONGEST_LIFE: u64 = 24 * 3600;

/// Where tokens come from.
#[derive(Clone)]
pub struct TokenEndpoint {
    /// Its address.
    pub url: String,
    /// Who we are there.
    pub client_id: String,
    /// Our password there; some providers give none.
    pub client_secret: Option<String>,
    /// What is exchanged for access tokens.
    pub refresh_token: String,
    /// What the token shall be good for, where the provider wants it said.
    pub scope: Option<String>,
}

/// The access tokens of one mailbox: each is used until shortly before its end.
pub struct AccessTokens {
    endpoint: TokenEndpoint,
    client: reqwest::Client,
    held: Mutex<Held>,
}

struct Held {
    access: Option<(String, Instant)>,
    /// The newest one: some providers give another with each access token.
    refresh_token: String,
}

/// What the endpoint answers (RFC 6749 section 5.1).
#[derive(Deserialize)]
struct Granted {
    access_token: String,
    expires_in: Option<u64>,
    refresh_token: Option<String>,
}

/// Why it refuses (RFC 6749 section 5.2).
#[derive(Deserialize)]
struct Refused {
    error: String,
}

impl AccessTokens {
    /// Tokens from this endpoint; nothing is asked yet.
    ///
    /// # Errors
    /// In words: no HTTP client can be made.
    pub fn new(endpoint: TokenEndpoint) -> Result<Self, String> {
        let client = reqwest::Client::builder()
            .use_preconfigured_tls(client_config(None)?)
            .timeout(TIMEOUT)
            .redirect(Policy::none())
            .build()
            .map_err(|error| error.to_string())?;
        let held = Held { access: None, refresh_token: endpoint.refresh_token.clone() };
        Ok(Self { endpoint, client, held: Mutex::new(held) })
    }

    /// A token that is good for some time yet.
    pub(super) async fn get(&self) -> Result<String, ImapError> {
        let mut held = self.held.lock().await;
        if let Some((token, good_until)) = &held.access
            && Instant::now() + SPARE < *good_until
        {
            return Ok(token.clone());
        }
        let asked_at = Instant::now();
        let granted = self.fetch(&held.refresh_token).await?;
        let life = granted.expires_in.unwrap_or(USUAL_LIFE).min(LONGEST_LIFE);
        held.access = Some((granted.access_token.clone(), asked_at + Duration::from_secs(life)));
        if let Some(refresh_token) = granted.refresh_token {
            held.refresh_token = refresh_token;
        }
        Ok(granted.access_token)
    }

    /// Lets go of a token that was refused; false if there was none.
    pub(super) async fn forget(&self) -> bool {
        self.held.lock().await.access.take().is_some()
    }

    async fn fetch(&self, refresh_token: &str) -> Result<Granted, ImapError> {
        let endpoint = &self.endpoint;
        let mut form = url_encoded("grant_type", "refresh_token");
        let optional = [("client_secret", &endpoint.client_secret), ("scope", &endpoint.scope)];
        let given = optional.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?)));
        let always = [("refresh_token", refresh_token), ("client_id", endpoint.client_id.as_str())];
        for (name, value) in always.into_iter().chain(given) {
            form.push('&');
            form.push_str(&url_encoded(name, value));
        }
        let request = self.client.post(&endpoint.url).header("accept", "application/json");
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(form);
        let answer = request.send().await.map_err(|error| unreachable(&error))?;
        let status = answer.status();
        let body = answer.bytes().await.map_err(|error| unreachable(&error))?;
        if status.is_success() {
            let nonsense = |_| ImapError::Protocol("the token endpoint gave no access token".to_owned());
            return serde_json::from_slice(&body).map_err(nonsense);
        }
        let why = serde_json::from_slice(&body)
            .map_or_else(|_| status.to_string(), |refused: Refused| refused.error);
        Err(match status.is_client_error() {
            true => ImapError::SignIn(format!("the token endpoint says {why}")),
            false => ImapError::Connection(format!("the token endpoint answers {why}")),
        })
    }
}

/// The address of the endpoint may hold a secret: the text is without it.
fn unreachable(error: &reqwest::Error) -> ImapError {
    ImapError::Connection(match error.is_timeout() {
        true => "the token endpoint did not answer in time".to_owned(),
        false => "the token endpoint can't be reached".to_owned(),
    })
}

fn url_encoded(name: &str, value: &str) -> String {
    let mut text = format!("{name}=");
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(byte))
            }
            other => text.push_str(&format!("%{other:02X}")),
        }
    }
    text
}
