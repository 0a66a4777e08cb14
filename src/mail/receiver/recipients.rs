//! For whom mail is taken. Everything else is refused: what listens to the outside and takes mail for anybody is an
//! open relay in its senders' eyes.

/// For whom a receiver takes mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipients {
    /// Anybody: for demonstrations and tests.
    Anybody,
    /// These, and their domains' postmaster, whom RFC 5321 section 4.5.1 wants to be reachable.
    These(Vec<Destination>),
}

/// An address or a domain for which mail is taken, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// `support@help.example`, and `support+anything@help.example` with it: replies come to such addresses.
    Address {
        /// What stands before the `@`.
        local: String,
        /// What stands behind it.
        domain: String,
    },
    /// Every address of a domain.
    Domain(String),
}

impl Recipients {
    /// Whether mail to `recipient` is taken, however its letters are written.
    #[must_use]
    pub fn accept(&self, recipient: &str) -> bool {
        let Self::These(destinations) = self else { return true };
        let recipient = recipient.to_lowercase();
        match recipient.rsplit_once('@') {
            Some((local, domain)) => destinations.iter().any(|destination| destination.covers(local, domain)),
            None => recipient == "postmaster",
        }
    }
}

impl Destination {
    /// Reads `support@help.example`, or `help.example` for a whole domain.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let (local, domain) = match text.rsplit_once('@') {
            Some((local, domain)) => (Some(local), domain),
            None => (None, text.as_str()),
        };
        let is_odd =
            |part: &str| part.is_empty() || part.contains(|c: char| c.is_whitespace() || "@<>".contains(c));
        if is_odd(domain) || local.is_some_and(is_odd) {
            return None;
        }
        Some(match local {
            Some(local) => Self::Address { local: local.to_owned(), domain: domain.to_owned() },
            None => Self::Domain(domain.to_owned()),
        })
    }

    fn covers(&self, local: &str, domain: &str) -> bool {
        match self {
            Self::Domain(ours) => ours == domain,
            Self::Address { local: name, domain: ours } => {
                let base = local.split_once('+').map_or(local, |(base, _)| base);
                ours == domain && (local == name || base == name || local == "postmaster")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Destination, Recipients};

    #[test]
    fn mail_is_taken_for_ours_with_their_replies_and_postmasters_alone() {
        let ours = ["Support@help.example", "desk.example"].map(|text| Destination::parse(text).unwrap());
        let ours = Recipients::These(ours.to_vec());
        for (recipient, is_taken) in [
            ("support@help.example", true),
            ("SUPPORT@Help.Example", true),
            ("support+abc@help.example", true),
            ("support+@help.example", true),
            ("sales@help.example", false),
            ("support@help.example.evil.example", false),
            ("support@evil.example", false),
            ("support+x@evil.example", false),
            ("anybody@desk.example", true),
            ("anybody@sub.desk.example", false),
            ("evil@example@desk.example", true),
            ("user%evil.example@help.example", false),
            ("postmaster", true),
            ("Postmaster@help.example", true),
            ("postmaster@evil.example", false),
            ("support", false),
            ("", false),
        ] {
            assert_eq!(ours.accept(recipient), is_taken, "{recipient}");
        }
        assert!(Recipients::Anybody.accept("whoever@wherever.example"));
    }

    #[test]
    fn what_is_neither_address_nor_domain_is_not_understood() {
        for text in ["", "@help.example", "support@", "a b@help.example", "<support@help.example>"] {
            assert_eq!(Destination::parse(text), None, "{text}");
        }
    }
}
