//! What is known about whether a mail comes from whom it says: SPF, DKIM, DMARC and ARC.

use serde::{Deserialize, Serialize};

/// What one check found, in the words of RFC 8601 section 2.7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It holds.
    Pass,
    /// It does not hold.
    Fail,
    /// The domain says neither yes nor no, or hardly no (SPF `~all` and `?all`).
    Neutral,
    /// The domain publishes nothing to check by, or the mail carries nothing.
    None,
    /// The check could not be made.
    Error,
}

impl Outcome {
    /// The word people know it by.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Neutral => "neutral",
            Self::None => "none",
            Self::Error => "error",
        }
    }
}

/// One check with the domain that it was made for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailCheck {
    /// `spf`, `dkim`, `dmarc` or `arc`.
    pub method: String,
    /// What it found.
    pub outcome: Outcome,
    /// For which domain, where the check names one.
    pub domain: Option<String>,
}

/// Whether the domain in a mail's From field stands behind the mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// It does: something that holds is aligned with it (RFC 7489 section 3.1), or a manager vouched for the mail.
    Proven,
    /// It does not: it publishes how to tell, and this mail fails.
    Refuted,
    /// Nobody can tell.
    #[default]
    Unknown,
}

/// Everything that is known about a mail's origin.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Authentication {
    /// Who checked: the name of our mail server, `Punctual` itself, or nobody.
    pub checked_by: Option<String>,
    /// What was found.
    pub checks: Vec<MailCheck>,
    /// What follows from it.
    pub proof: Proof,
}

impl Authentication {
    /// What a manager's word makes of it.
    #[must_use]
    pub fn vouched_for(self) -> Self {
        Self { proof: Proof::Proven, ..self }
    }

    /// In plain words, for people who don't know the abbreviations.
    #[must_use]
    pub fn in_words(&self) -> String {
        let said = match (self.proof, &self.checked_by) {
            (_, None) => return "Nobody checked where this mail comes from.".to_owned(),
            (Proof::Proven, _) => "The sender’s domain stands behind this mail.",
            (Proof::Refuted, _) => "The sender’s domain says that it did not send this mail.",
            (Proof::Unknown, _) => "The sender’s domain gives no way to tell whether it sent this mail.",
        };
        let checks: Vec<String> = self.checks.iter().map(MailCheck::in_words).collect();
        if checks.is_empty() { said.to_owned() } else { format!("{said} ({})", checks.join(", ")) }
    }
}

impl MailCheck {
    fn in_words(&self) -> String {
        let method = self.method.to_uppercase();
        match &self.domain {
            Some(domain) => format!("{method}: {} for {domain}", self.outcome.label()),
            None => format!("{method}: {}", self.outcome.label()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_reads_as_a_sentence() {
        let check = MailCheck {
            method: "spf".to_owned(),
            outcome: Outcome::Fail,
            domain: Some("customer.example".to_owned()),
        };
        let known = Authentication {
            checked_by: Some("mx.example".to_owned()),
            checks: vec![check],
            proof: Proof::Refuted,
        };
        assert_eq!(
            known.in_words(),
            "The sender’s domain says that it did not send this mail. (SPF: fail for customer.example)"
        );
        assert_eq!(Authentication::default().in_words(), "Nobody checked where this mail comes from.");
    }
}
