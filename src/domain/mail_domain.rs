//! The part of mail addresses behind the `@` that belongs to one customer.

/// The best-known providers at whom anybody can have an address: what is sent from there says nothing about a customer.
const OPEN_TO_ANYBODY: [&str; 29] = [
    "aol.com",
    "duck.com",
    "fastmail.com",
    "free.fr",
    "gmail.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hey.com",
    "hotmail.co.uk",
    "hotmail.com",
    "icloud.com",
    "live.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "orange.fr",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "t-online.de",
    "web.de",
    "yahoo.co.uk",
    "yahoo.com",
    "yandex.ru",
    "ymail.com",
];

/// What stands before the country where names are handed out one level below it, as in `co.uk`.
const HANDED_OUT_BELOW: [&str; 5] = ["ac", "co", "com", "gov", "org"];

/// A mail domain of one organization, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailDomain(String);

impl MailDomain {
    /// Reads a domain; an `@` before it is left out.
    ///
    /// # Errors
    /// What is wrong with it and what to do, as a sentence: it is no domain, or whoever writes from it need not belong
    /// together.
    pub fn parse(text: &str) -> Result<Self, String> {
        let domain = text.trim().trim_start_matches('@').to_lowercase();
        let labels: Vec<&str> = domain.split('.').collect();
        let is_odd = |label: &&str| {
            label.is_empty() || label.chars().any(|c| c.is_whitespace() || c.is_control() || c == '@')
        };
        if labels.len() < 2 || labels.iter().any(is_odd) {
            return Err(format!("“{}” is no mail domain: write example.com.", text.trim()));
        }
        if is_registry(&labels) {
            return Err(format!("All sorts of companies have names under {domain}: write example.{domain}."));
        }
        if OPEN_TO_ANYBODY.contains(&domain.as_str()) {
            return Err(format!(
                "Anybody can have an address at {domain}, so strangers would be served as this customer. \
                 Leave it out, and add its people one by one."
            ));
        }
        Ok(Self(domain))
    }

    /// The domain as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The domain as text of its own.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Whether it is `co.uk` or one of its kind.
fn is_registry(labels: &[&str]) -> bool {
    matches!(labels, [kind, country] if country.chars().count() == 2 && HANDED_OUT_BELOW.contains(kind))
}

#[cfg(test)]
mod tests {
    use super::MailDomain;

    #[test]
    fn a_domain_belongs_to_one_company() {
        for (text, wanted) in [
            ("example.com", Ok("example.com")),
            (" @Mail.Example.co.uk ", Ok("mail.example.co.uk")),
            ("bücher.example", Ok("bücher.example")),
            ("com", Err("is no mail domain")),
            ("", Err("is no mail domain")),
            ("example..com", Err("is no mail domain")),
            (".example.com", Err("is no mail domain")),
            ("example.com.", Err("is no mail domain")),
            ("ann@example.com", Err("is no mail domain")),
            ("two words.com", Err("is no mail domain")),
            ("co.uk", Err("write example.co.uk")),
            ("com.au", Err("write example.com.au")),
            ("gmail.com", Err("add its people one by one")),
            ("@Outlook.COM", Err("add its people one by one")),
            ("mail.gmail.example", Ok("mail.gmail.example")),
        ] {
            match (MailDomain::parse(text), wanted) {
                (Ok(domain), Ok(wanted)) => assert_eq!(domain.as_str(), wanted, "{text}"),
                (Err(fault), Err(wanted)) => assert!(fault.contains(wanted), "{text}: {fault}"),
                (found, _) => panic!("{text}: {found:?}"),
            }
        }
    }
}
