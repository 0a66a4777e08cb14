//! Posts events to webhooks: to addresses that somebody else chose, so that each is looked at before it is called.
//!
//! A name is asked for once, by us; all its addresses have to be part of the public Internet, or of the operator's own
//! networks (`webhooks.allow`), and the connection goes to those addresses, whatever the name says a moment later. No
//! redirect is followed, no proxy of the environment is used, and nothing of the answer is read but its status.

mod names;
mod reach;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use rustls::ClientConfig;

pub use names::Names;

use super::signature::signed;
use super::tls::client_config;
use crate::domain::{Delivery, DeliveryAttempt, WebhookSecret, WebhookUrl};
use crate::sla::Instant;

/// A name server, and then a webhook, that takes longer is tried again.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Whether an address is of the operator's own networks, which may be called.
type IsOwn = Arc<dyn Fn(IpAddr) -> bool + Send + Sync>;

/// Posts events. Cheap to clone.
#[derive(Clone)]
pub struct Courier {
    tls: ClientConfig,
    names: Names,
    is_own: IsOwn,
}

impl Courier {
    /// A courier that may also call the addresses of which `is_own` says so.
    ///
    /// # Errors
    /// In words: TLS can't be set up.
    pub fn new(is_own: impl Fn(IpAddr) -> bool + Send + Sync + 'static) -> Result<Self, String> {
        Ok(Self { tls: client_config(None)?, names: Names::System, is_own: Arc::new(is_own) })
    }

    /// The same, asking somebody else for the addresses of names.
    #[must_use]
    pub fn asking(self, names: Names) -> Self {
        Self { names, ..self }
    }

    /// Posts an event. Any 2xx answer means that the other side took it.
    pub async fn post(
        &self,
        url: &WebhookUrl,
        keys: &[WebhookSecret],
        delivery: &Delivery,
        now: Instant,
    ) -> DeliveryAttempt {
        match self.try_post(url, keys, delivery, now).await {
            Ok(status) if (200..300).contains(&status) => DeliveryAttempt::Taken(status),
            Ok(status) => {
                DeliveryAttempt::Refused { status: Some(status), why: format!("it answered {status}") }
            }
            Err(why) => DeliveryAttempt::Refused { status: None, why },
        }
    }

    /// What is wrong with an address that can be seen without asking anybody.
    ///
    /// # Errors
    /// In words.
    pub fn check(&self, url: &WebhookUrl) -> Result<(), String> {
        match literal(url) {
            Some(address) => self.allow(url, &[address]),
            None => Ok(()),
        }
    }

    async fn try_post(
        &self,
        url: &WebhookUrl,
        keys: &[WebhookSecret],
        delivery: &Delivery,
        now: Instant,
    ) -> Result<u16, String> {
        let addresses = self.addresses(url).await?;
        self.allow(url, &addresses)?;
        let pinned: Vec<SocketAddr> = addresses.iter().map(|address| SocketAddr::new(*address, 0)).collect();
        let client = reqwest::Client::builder()
            .use_preconfigured_tls(self.tls.clone())
            .resolve_to_addrs(url.url().host_str().unwrap_or_default(), &pinned)
            .no_proxy()
            .redirect(Policy::none())
            .timeout(TIMEOUT)
            .user_agent("punctual")
            .build()
            .map_err(|error| error.to_string())?;
        let request = client
            .post(url.url().clone())
            .header("x-punctual-event", delivery.event.as_str())
            .header("x-punctual-delivery", delivery.id.to_string());
        let request = signed(request, keys.iter().map(|key| key.reveal()), delivery.body.clone(), now);
        // The address may hold a token: an error text must not repeat it.
        let answer = request.send().await.map_err(|error| in_words(&error.without_url()))?;
        Ok(answer.status().as_u16())
    }

    async fn addresses(&self, url: &WebhookUrl) -> Result<Vec<IpAddr>, String> {
        if let Some(address) = literal(url) {
            return Ok(vec![address]);
        }
        let name = url.url().host_str().unwrap_or_default();
        match tokio::time::timeout(TIMEOUT, self.names.ask(name)).await {
            Ok(Ok(found)) if found.is_empty() => Err(format!("{name} has no address")),
            Ok(found) => found.map_err(|error| format!("{name} can’t be found: {error}")),
            Err(_) => Err(format!("{name} can’t be found: no answer in time")),
        }
    }

    /// One address that may not be called spoils the name.
    fn allow(&self, url: &WebhookUrl, addresses: &[IpAddr]) -> Result<(), String> {
        for address in addresses.iter().copied().filter(|address| !(self.is_own)(reach::meant(*address))) {
            if let Some(what) = reach::why_inner(address) {
                return Err(format!("{address} is {what}: it is called only if webhooks.allow names it"));
            }
            if url.is_clear_text() {
                return Err(format!(
                    "{address} is called with https only, unless webhooks.allow names it as a network of your own"
                ));
            }
        }
        Ok(())
    }
}

/// The address that stands in the place of a name.
fn literal(url: &WebhookUrl) -> Option<IpAddr> {
    let host = url.url().host_str()?;
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// An error with its causes, of which the last one says the most.
fn in_words(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "it did not answer in time".to_owned();
    }
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        words = next.to_string();
        cause = next.source();
    }
    words
}

impl std::fmt::Debug for Courier {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Courier")
    }
}

#[cfg(test)]
mod tests {
    use super::{Courier, WebhookUrl};

    fn check(courier: &Courier, text: &str) -> Result<(), String> {
        courier.check(&WebhookUrl::parse(text).unwrap())
    }

    #[test]
    fn an_inner_address_is_refused_however_it_is_written() {
        let courier = Courier::new(|_| false).unwrap();
        for text in [
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://017700000001/",
            "https://0x7f000001/",
            "https://0x7f.0.0.1/",
            "https://0/",
            "https://[::1]/",
            "https://[::]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:a9fe:a9fe]/",
            "https://[64:ff9b::7f00:1]/",
            "https://169.254.169.254/latest/meta-data",
            "https://2852039166/",
            "https://10.1/",
            "https://１２７.0.0.1/",
            "https://127.0.0.1:443/",
            "https://127.0.0.1./",
            "http://1.1.1.1/",
        ] {
            assert!(check(&courier, text).is_err(), "{text}");
        }
        for text in
            ["https://1.1.1.1/", "https://16843009/", "https://[2606:4700::1111]/", "https://hooks.example/"]
        {
            assert_eq!(check(&courier, text), Ok(()), "{text}");
        }
    }

    #[test]
    fn the_operators_own_networks_may_be_called_mapped_or_not() {
        let courier =
            Courier::new(|address| address == "10.0.0.5".parse::<std::net::IpAddr>().unwrap()).unwrap();
        for text in ["http://10.0.0.5/", "https://10.0.0.5/", "http://[::ffff:10.0.0.5]:8080/"] {
            assert_eq!(check(&courier, text), Ok(()), "{text}");
        }
        assert!(check(&courier, "https://10.0.0.6/").is_err());
    }
}
