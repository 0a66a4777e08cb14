//! The pager gateway: a signed HTTP request for each call ([`signature`](super::signature)).

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::redirect::Policy;
use serde_json::{Value, json};

use super::SendError;
use super::signature::signed;
use super::tls::client_config;
use crate::domain::{NoticeBody, OutboxEntry};
use crate::sla::Instant;

/// A gateway that takes longer is tried again.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Posts notices to a pager gateway. Cheap to clone.
#[derive(Clone)]
pub struct Webhook {
    client: reqwest::Client,
    url: String,
    secret: String,
    public_url: String,
}

impl Webhook {
    /// A gateway at `url`. `public_url` is the address under which our pages are reached.
    ///
    /// # Errors
    /// In words: no HTTP client can be made.
    pub fn new(url: &str, secret: &str, public_url: &str) -> Result<Self, String> {
        let client = reqwest::Client::builder()
            .use_preconfigured_tls(client_config(None)?)
            .timeout(TIMEOUT)
            .redirect(Policy::none())
            .user_agent("punctual")
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self {
            client,
            url: url.to_owned(),
            secret: secret.to_owned(),
            public_url: public_url.trim_end_matches('/').to_owned(),
        })
    }

    /// Posts one notice; any 2xx answer means that the gateway took it.
    ///
    /// # Errors
    /// [`SendError::Permanent`] for 4xx but 408 and 429, [`SendError::Temporary`] for everything else.
    pub async fn post(&self, entry: &OutboxEntry, now: Instant) -> Result<(), SendError> {
        let body = payload(entry, &self.public_url).to_string();
        let request = signed(self.client.post(&self.url), [self.secret.as_str()], body, now);
        // The address may hold a token: an error text must not repeat it.
        let answer =
            request.send().await.map_err(|error| SendError::Temporary(error.without_url().to_string()))?;
        judge(answer.status())
    }
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Webhook")
    }
}

/// What is posted: flat, so that any gateway can pick from it.
fn payload(entry: &OutboxEntry, public_url: &str) -> Value {
    let notice = &entry.notice;
    let link = |path: &str| format!("{public_url}{path}");
    let mut payload = json!({
        "id": entry.id.to_string(),
        "kind": notice.body.label(),
        "ticket": notice.ticket.as_ref().map(|ticket| ticket.number.0),
        "subject": notice.ticket.as_ref().map(|ticket| &ticket.subject),
        "url": link(&notice.path),
        "to": { "name": notice.to.name, "email": notice.to.email.as_str() },
    });
    if let (NoticeBody::Page { severity, why, step, promise, take_path }, Some(fields)) =
        (&notice.body, payload.as_object_mut())
    {
        let due = promise.as_ref().and_then(|promise| promise.due_at);
        fields.insert("severity".to_owned(), json!(severity));
        fields.insert("why".to_owned(), json!(why));
        fields.insert("step".to_owned(), json!(step));
        fields.insert(
            "due".to_owned(),
            json!(due.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))),
        );
        fields.insert("take_url".to_owned(), json!(link(take_path)));
    }
    payload
}

fn judge(status: StatusCode) -> Result<(), SendError> {
    let text = format!("the pager gateway answered {}", status.as_u16());
    match status {
        status if status.is_success() => Ok(()),
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => Err(SendError::Temporary(text)),
        status if status.is_client_error() => Err(SendError::Permanent(text)),
        _ => Err(SendError::Temporary(text)),
    }
}

#[cfg(test)]
mod tests {
    use reqwest::StatusCode;

    use super::{SendError, judge};

    #[test]
    fn only_a_yes_is_a_yes() {
        for (status, outcome) in [
            (200, "ok"),
            (204, "ok"),
            (302, "temporary"),
            (400, "permanent"),
            (404, "permanent"),
            (408, "temporary"),
            (429, "temporary"),
            (500, "temporary"),
            (503, "temporary"),
        ] {
            let judged = match judge(StatusCode::from_u16(status).unwrap()) {
                Ok(()) => "ok",
                Err(SendError::Permanent(_)) => "permanent",
                Err(_) => "temporary",
            };
            assert_eq!(judged, outcome, "{status}");
        }
    }
}
