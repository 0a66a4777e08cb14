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

/// Whether the domain in a mail's From field stands behind the mail, as far as the checks say.
///
/// DMARC decides where the domain uses it. Else something has to hold for that domain itself, its parent or its child
/// (RFC 7489 section 3.1, relaxed). What holds for another domain alone says that somebody else sent the mail.
///
/// ```
/// use punctual::domain::{MailCheck, Outcome, Proof, prove};
///
/// let signed = |domain: &str| MailCheck {
///     method: "dkim".to_owned(),
///     outcome: Outcome::Pass,
///     domain: Some(domain.to_owned()),
/// };
/// assert_eq!(prove("customer.example", &[signed("mail.customer.example")]), Proof::Proven);
/// assert_eq!(prove("customer.example", &[signed("elsewhere.example")]), Proof::Refuted);
/// assert_eq!(prove("customer.example", &[]), Proof::Unknown);
/// ```
#[must_use]
pub fn prove(from: &str, checks: &[MailCheck]) -> Proof {
    let of_author =
        |check: &&MailCheck| check.domain.as_deref().is_some_and(|domain| is_related(domain, from));
    let dmarc = |outcome| {
        let mut judged = checks.iter().filter(|check| check.method == "dmarc" && check.outcome == outcome);
        judged.any(|check| check.domain.as_deref().is_none_or(|domain| is_related(domain, from)))
    };
    if dmarc(Outcome::Fail) {
        return Proof::Refuted;
    }
    let held: Vec<&MailCheck> = checks
        .iter()
        .filter(|check| {
            check.outcome == Outcome::Pass && matches!(check.method.as_str(), "spf" | "dkim" | "dmarc")
        })
        .collect();
    if dmarc(Outcome::Pass) || held.iter().any(of_author) {
        return Proof::Proven;
    }
    let mut denied = checks.iter().filter(|check| check.method == "spf" && check.outcome == Outcome::Fail);
    if denied.any(|check| of_author(&check)) || held.iter().any(|check| check.domain.is_some()) {
        return Proof::Refuted;
    }
    Proof::Unknown
}

/// The same domain, or one under the other; a top-level domain is nobody's.
fn is_related(one: &str, other: &str) -> bool {
    let lies_under = |child: &str, parent: &str| {
        parent.contains('.') && child.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.'))
    };
    one == other || lies_under(one, other) || lies_under(other, one)
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
