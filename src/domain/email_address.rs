//! Email addresses, compared without regard to case.

use serde::{Deserialize, Serialize};

/// An email address in lower case: `local@domain`, at most 254 bytes (RFC 5321 section 4.5.3.1.3), without spaces or
/// control characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// A text that is no email address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", in_words(.0))]
pub struct InvalidEmailAddress(pub String);

fn in_words(text: &str) -> String {
    match text.trim() {
        "" => "Write an address.".to_owned(),
        text => format!("“{text}” is not an email address: write it as name@example.com"),
    }
}

impl EmailAddress {
    /// Parses an address, folding it to lower case.
    ///
    /// # Errors
    /// [`InvalidEmailAddress`] if it has no single `@` with something on both sides, holds spaces, control characters
    /// or any of `<>()[],;:"\`, or is too long.
    pub fn parse(text: &str) -> Result<Self, InvalidEmailAddress> {
        let folded = text.trim().to_lowercase();
        let invalid = || InvalidEmailAddress(text.chars().take(80).collect());
        let forbidden = |c: char| c.is_whitespace() || c.is_control() || "<>()[],;:\"\\".contains(c);
        let (local, domain) = folded.rsplit_once('@').ok_or_else(invalid)?;
        let domain_is_odd = domain.starts_with('.') || domain.ends_with('.') || domain.contains("..");
        if local.is_empty() || local.contains('@') || domain.is_empty() || domain_is_odd {
            return Err(invalid());
        }
        if folded.len() > 254 || folded.chars().any(forbidden) {
            return Err(invalid());
        }
        Ok(Self(folded))
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands behind the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// What stands before the `@`.
    #[must_use]
    pub fn local(&self) -> &str {
        self.0.rsplit_once('@').map_or(self.0.as_str(), |(local, _)| local)
    }
}

impl std::fmt::Display for EmailAddress {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::str::FromStr for EmailAddress {
    type Err = InvalidEmailAddress;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = InvalidEmailAddress;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

#[cfg(test)]
mod tests {
    use super::EmailAddress;

    #[test]
    fn parses_what_people_write_and_refuses_what_would_break_a_header() {
        for good in ["a@b", "Ann.Lee+x@Example.COM", " ann@example.com ", "ünï@exämple.de"] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
        for bad in
            ["", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nBcc: x@y", "<a@b>", "a@.b", "a@b..c", "a@b."]
        {
            assert!(EmailAddress::parse(bad).is_err(), "{bad:?}");
        }
        for (bad, wanted) in
            [(" ", "Write an address."), ("ann", "“ann” is not an email address: write it as")]
        {
            let told = EmailAddress::parse(bad).unwrap_err().to_string();
            assert!(told.starts_with(wanted), "{bad:?}: {told}");
        }
        assert_eq!(EmailAddress::parse("Ann@Example.COM").unwrap().as_str(), "ann@example.com");
    }
}
