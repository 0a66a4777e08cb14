//! Where events are posted: an address that says a scheme, a host and a path, and nothing that hides another host.

use reqwest::Url;

/// The longest address, in bytes.
const LONGEST: usize = 2000;

/// An address of `https` or `http`, without user and password. Whether it may be called is decided when it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookUrl(Url);

impl WebhookUrl {
    /// Reads an address as browsers do (the URL standard): a host such as `0x7f.1` is 127.0.0.1 afterwards.
    ///
    /// # Errors
    /// What to write instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = "Write an address such as https://hooks.example.com/punctual.".to_owned();
        if text.len() > LONGEST || text.chars().any(|one| one.is_control() || one.is_whitespace()) {
            return Err(wrong);
        }
        let mut url = Url::parse(text).map_err(|_| wrong.clone())?;
        if !matches!(url.scheme(), "https" | "http") || !url.has_host() {
            return Err(wrong);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("Leave out user and password: what is posted is signed instead.".to_owned());
        }
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// The address.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// Whether what is posted there can be read on the way.
    #[must_use]
    pub fn is_clear_text(&self) -> bool {
        self.0.scheme() == "http"
    }
}

impl std::fmt::Display for WebhookUrl {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::str::FromStr for WebhookUrl {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::WebhookUrl;

    #[test]
    fn an_address_is_what_it_seems_to_be() {
        for (text, read) in [
            ("https://hooks.example.com/x?y=1#z", Some("https://hooks.example.com/x?y=1")),
            ("http://hooks.example.com", Some("http://hooks.example.com/")),
            ("https://2130706433/", Some("https://127.0.0.1/")),
            ("https://0177.0.0.1/", Some("https://127.0.0.1/")),
            ("https://0x7f.1/", Some("https://127.0.0.1/")),
            ("https://１２７.0.0.1/", Some("https://127.0.0.1/")),
            ("https://[::ffff:127.0.0.1]/", Some("https://[::ffff:7f00:1]/")),
            ("https://hooks.example.com@127.0.0.1/", None),
            ("https://user:password@hooks.example.com/", None),
            ("https://hooks.example.com\\@127.0.0.1/", Some("https://hooks.example.com/@127.0.0.1/")),
            ("ftp://hooks.example.com/", None),
            ("file:///etc/passwd", None),
            ("javascript:alert(1)", None),
            ("https://", None),
            ("https://a b/", None),
            ("https://a\n.example/", None),
            ("hooks.example.com", None),
            ("", None),
        ] {
            let found = WebhookUrl::parse(text).ok().map(|url| url.to_string());
            assert_eq!(found.as_deref(), read, "{text}");
        }
    }
}
